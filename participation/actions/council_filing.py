"""Filing what the council formalised: a folio, its legal clock, and then everybody's life.

Its words go in exactly as they were voted. About a draft it stays out of sight until the first
edition is published; about an edition it is public at once (docs/decisions/0014-council.md).
"""

import hashlib
from datetime import datetime
from uuid import uuid5

from django.db import transaction

from participation import clocks
from participation.actions.corridor import move
from participation.actions.council_corridor import hold_observation, move_observation
from participation.actions.council_reviews import council_gave_opinion
from participation.actions.filing import person_of
from participation.actions.receiving import receive
from participation.council import check_may_do
from participation.council_transitions import OBSERVATION_ACT, observation_after
from participation.deadlines import CHILE
from participation.models import (
    Authorship,
    CouncilReview,
    Observation,
    ObservationPlace,
    Submission,
)
from programs.models import PublicAccount, Region, User
from programs.regions import BY_CODE

SHOWN_NAME = "Consejo de la Sociedad Civil"
Kind = Submission.Kind


@transaction.atomic
def file_observation(
    observation: Observation,
    *,
    by: User,
    now: datetime,
    expected_version: int | None = None,
) -> Observation:
    """Give a formalised observation its folio and the term to answer it (rule `reply`).

    Its insistence follows the filing it insists on.

    Raises:
        Refused: `by` is not the council's secretary, or it was not formalised or was filed before.
    """
    clocks.hold_calendar()
    held = hold_observation(observation, expected_version)
    check_may_do(by, OBSERVATION_ACT["file"], now.astimezone(CHILE).date())
    observation_after("file", held.state)
    # Whoever publishes the account holds it too: either it sees this filing, or this one sees it.
    PublicAccount.objects.select_for_update().get(pk=held.account_id)
    submission = _created(held, now)
    person = person_of("", now)
    Authorship.objects.create(submission=submission, person=person)
    receive(submission, person, now=now, by=by)
    is_out = held.edition_id is not None or held.account.editions.exists()
    _admit(submission, by=by, now=now, is_public=is_out)
    filed = move_observation(
        held, "file", by=by, now=now, filing=submission,
        detail={"folio": submission.folio, "sha256": held.sha256},
    )  # fmt: skip
    _end_review(filed, by=by, now=now)
    return filed


def _end_review(filed: Observation, *, by: User, now: datetime) -> None:
    """An opinion on the draft: its review may end with it."""
    if filed.edition_id is not None:
        return
    review = CouncilReview.objects.filter(account=filed.account_id).first()
    if review is not None:
        council_gave_opinion(review, by=by, now=now)


def _created(held: Observation, now: datetime) -> Submission:
    """The same `uid` for the same observation: two clicks cannot file it twice."""
    first = held.places.order_by("position").first()
    earlier = held.insists_on.filing if held.insists_on is not None else None
    return Submission.objects.create(
        uid=uuid5(held.uid, "filing"),
        account=held.account,
        kind=Kind.COUNCIL,
        channel=Submission.Channel.COUNCIL,
        state="unconfirmed",
        title=held.title,
        text=held.text,
        text_sha256=hashlib.sha256(held.text.encode()).hexdigest(),
        shown_name=SHOWN_NAME,
        sent_at=now,
        edition=held.edition,
        follows=earlier,
        is_demo=held.is_demo,
        **(_about(first) if first is not None else {}),
    )


def _about(place: ObservationPlace) -> dict[str, object]:
    """The first place: lists show one, the page of the observation shows them all."""
    return {
        "about_path": place.path,
        "about_anchor": place.anchor,
        "about_kind": place.about_kind,
        "about_title": place.about_title,
        "about_value": place.about_value,
        "about_place": place.about_place,
        "figure": place.figure,
        "chapter": place.chapter,
        "program": place.program,
        "about_region": Region(code=place.region) if place.region in BY_CODE else None,
    }


def _admit(submission: Submission, *, by: User, now: datetime, is_public: bool) -> None:
    """The filing itself admits it: the council's words are not moderated."""
    shown = {"published_at": now, "published_by": by} if is_public else {}
    move(submission, "admit", by=by, now=now, **shown)
