"""Filings of the council in every state of their life, brought there by the real actions.

`reply_at("in_review", effect="accepts")` gives the observation; its filing is in that state.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from participation.actions import answers, handling
from participation.models import Observation, Submission
from tests.participation.council import observation_at
from tests.participation.factories import (
    COORDINATOR,
    HEAD,
    REVIEWER,
    STEP,
    WRITER,
    promise,
    staff,
    unit_of_tests,
)

REPLY = "Se acoge: la página del programa cuenta personas y el capítulo, atenciones; se aclara."


def filing_of(observation: Observation) -> Submission:
    """Its filing as it is now."""
    return Submission.objects.get(observation=observation)


def _at(observation: Observation, steps: int) -> datetime:
    return observation.begun_at + steps * STEP


def _assigned(**overrides: Any) -> Observation:
    at = observation_at("filed", **overrides)
    handling.assign_submission(
        filing_of(at), unit=unit_of_tests(), user=staff(WRITER), by=staff(COORDINATOR),
        now=_at(at, 1),
    )  # fmt: skip
    return at


def _drafting(
    *, effect: str = "accepts", figures: tuple[str, ...] = (), reply: str = REPLY, **more: Any
) -> Observation:
    at = _assigned(**more)
    answers.save_answer(
        filing_of(at), text=reply, effect=effect, figures=figures, by=staff(WRITER), now=_at(at, 2),
        **promise(filing_of(at), effect),
    )  # fmt: skip
    return at


def _in_review(**overrides: Any) -> Observation:
    at = _drafting(**overrides)
    answers.send_answer_to_review(filing_of(at), by=staff(WRITER), now=_at(at, 3))
    return at


def reviewed(**overrides: Any) -> Observation:
    """Only the signature of the head of the service is missing."""
    at = _in_review(**overrides)
    answers.review_answer(filing_of(at), by=staff(REVIEWER), now=_at(at, 4))
    return at


def _answered(*, signed_at: datetime | None = None, **overrides: Any) -> Observation:
    at = reviewed(**overrides)
    now = signed_at or _at(at, 5)
    answers.publish_answer(filing_of(at), office="Directora", by=staff(HEAD), now=now)
    at.refresh_from_db()
    return at


def _notified(**overrides: Any) -> Observation:
    at = _answered(**overrides)
    handling.mark_notified(filing_of(at), now=_at(at, 6))
    return at


def _closed(**overrides: Any) -> Observation:
    at = _notified(**overrides)
    handling.close_submission(filing_of(at), by=staff(COORDINATOR), now=_at(at, 7))
    return at


WAYS: dict[str, Callable[..., Observation]] = {
    "admitted": lambda **overrides: observation_at("filed", **overrides),
    "assigned": _assigned,
    "drafting": _drafting,
    "in_review": _in_review,
    "answered": _answered,
    "notified": _notified,
    "closed": _closed,
}


def reply_at(state: str, **overrides: Any) -> Observation:
    """An observation whose filing is in `state`.

    Overrides: as `observation_at`; from `drafting` on also `effect`, `figures` and `reply`; from
    `answered` on, `signed_at`.
    """
    return WAYS[state](**overrides)
