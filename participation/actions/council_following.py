"""What follows from a reply to the council: it is published with the account, and taken in.

Called by whoever publishes an edition, one floor above (`cuenta.publication`).
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from participation.actions.corridor import note_act
from participation.actions.council_corridor import observation_name
from participation.models import Answer, Observation, Submission
from participation.register import record
from participation.subjects import ledger_of
from programs.models import Edition, User

Effect = Answer.Effect
# What changes the account by itself: in the first edition, what was said of its draft.
TAKES_IN = (Effect.ACCEPTS, Effect.ACCEPTS_PART, Effect.CORRECTS)


@transaction.atomic
def follow_edition(edition: Edition, *, by: User, now: datetime) -> None:
    """An edition was published: with it, opinion and reply about the draft become public, and
    each observation that it takes in says so. Doing it again changes nothing.

    Who may publish was asked by the act that published it.
    """
    waiting = Submission.objects.of_council().filter(
        account=edition.account_id, published_at__isnull=True, folio__isnull=False
    )
    for filing in waiting.select_for_update().order_by("pk"):
        filing.published_at, filing.published_by = now, by
        filing.save(update_fields=["published_at", "published_by"])
        note_act(filing, "publish_observation", by=by, now=now, edition=edition.number)
    for observation in _taken_in(edition):
        _note(observation, "incorporate", by=by, now=now, incorporated_in=edition,
              detail={"edition": edition.number})  # fmt: skip


def _taken_in(edition: Edition) -> list[Observation]:
    """Those answered whose erratum this edition carries, and in the first one what was accepted of
    its draft."""
    rows = Observation.objects.select_for_update(of=("self",)).filter(
        account=edition.account_id, incorporated_in__isnull=True,
        filing__answered_at__isnull=False,
    )  # fmt: skip
    folios = {each.question for each in ledger_of(edition).errata if each.question}
    return [
        row
        for row in rows.select_related("filing").order_by("pk")
        if row.filing is not None and (row.filing.folio in folios or _of_its_draft(row, edition))
    ]


def _of_its_draft(row: Observation, edition: Edition) -> bool:
    filing = row.filing
    return (
        filing is not None
        and row.edition_id is None
        and edition.number == 1
        and filing.effect in TAKES_IN
    )


def _note(
    held: Observation, act: str, *, by: User, now: datetime, detail: dict[str, Any], **changes: Any
) -> Observation:
    """An act that moves no state: a version more and an entry of the register."""
    for name, value in changes.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=["version", *changes])
    record(act, about=observation_name(held), now=now, by=by, **detail)
    return held
