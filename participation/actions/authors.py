"""What people do with what was asked: withdraw it, ask again once, support it."""

from datetime import datetime
from uuid import uuid5

from django.db import connection, transaction
from django.db.models import F

from participation.actions.corridor import hold, move
from participation.actions.filing import About, Author, send_submission
from participation.actions.routing import route_again
from participation.actions.terms import meet_clock
from participation.clocks import hold_calendar
from participation.keys import CannotOpen, open_sealed
from participation.models import Authorship, ClockRule, Submission
from participation.register import record, unfiled_name
from participation.transitions import Refused, target_of

LOST_KEY = (
    "Por ahora no se puede enviar desde aquí. Haga una consulta nueva y escriba en ella este "
    "folio: la leeremos junto con esta."
)


@transaction.atomic
def withdraw_submission(submission: Submission, *, now: datetime) -> Submission:
    """Its author withdraws it, before the answer. It leaves the public pages; its folio stays.

    What was grouped with it goes on by itself.

    Raises:
        Refused: it was answered, or its life ended another way.
    """
    hold_calendar()
    held = hold(submission, with_group=True)
    if held.answered_at is not None:
        raise Refused("Ya tiene una respuesta publicada: no se puede retirar.")
    move(held, "withdraw", now=now)
    for clock in (ClockRule.Clock.ROUTE, ClockRule.Clock.REPORT, ClockRule.Clock.MEND):
        meet_clock(held, clock, now)
    members = Submission.objects.select_for_update().filter(group_head=held, state="grouped")
    for member in members.order_by("pk"):
        move(
            member, "release", now=now, detail={"head": held.folio},
            group_head=None, unit=None, assigned_to=None,
        )  # fmt: skip
        route_again(member, now)
    return held


@transaction.atomic
def follow_up_submission(submission: Submission, *, text: str, now: datetime) -> Submission:
    """Its author asks again about the answer, once: a new submission with its own folio and term.

    It speaks of the same, and is of the same person; it is read before it is public, as any other.

    Raises:
        Refused: there is no answer yet, it was done before, the text is too short or too long, or
            the key that sealed who its author is has gone.
    """
    held = hold(submission)
    target_of("follow_up", held.state, held.kind)
    if known := Submission.objects.filter(follows=held).first():
        raise Refused(
            f"Usted ya volvió a preguntar una vez: es la {known.folio or 'que confirmó'}."
        )
    made = send_submission(
        account=held.account, kind=held.kind, text=text, now=now, about=_about(held),
        author=_author(held), shown_name=held.shown_name, region=held.region,
        uid=uuid5(held.uid, "follow_up"), follows=held, is_demo=held.is_demo,
    )  # fmt: skip
    move(held, "follow_up", now=now, detail={"made": made.folio or unfiled_name(made)})
    return made


def _about(held: Submission) -> About:
    return About(
        edition=held.edition, path=held.about_path, anchor=held.about_anchor, kind=held.about_kind,
        title=held.about_title, value=held.about_value, place=held.about_place, figure=held.figure,
        chapter=held.chapter, program=held.program, region=held.about_region,
    )  # fmt: skip


def _author(held: Submission) -> Author:
    """The same author: opened and sealed again by the portal, seen by nobody."""
    known = Authorship.objects.select_related("person").get(submission=held)
    try:
        return Author(
            email=_opened(known.person.email_sealed),
            full_name=_opened(known.full_name_sealed),
            organisation=_opened(known.organisation_sealed),
            contact=_opened(known.contact_sealed),
            sex=known.sex,
        )
    except CannotOpen:
        raise Refused(LOST_KEY) from None


def _opened(sealed: str) -> str:
    return open_sealed(sealed) if sealed else ""


@transaction.atomic
def support_submission(submission: Submission, *, supporter: str, now: datetime) -> bool:
    """Somebody asks the same; once a person. Whether it counted: False where it had before.

    `supporter` is a blind index or a signed mark of whoever supports (64 characters at most). Two
    clicks at once count once: PostgreSQL's own key decides. Nobody's page version changes.

    Raises:
        Refused: it is not public.
    """
    if not Submission.objects.public().of_people().filter(pk=submission.pk).exists():
        raise Refused("Esta consulta no está publicada: por ahora no se puede apoyar.")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO participation_support (submission_id, supporter, at) VALUES (%s, %s, %s) "
            "ON CONFLICT (submission_id, supporter) DO NOTHING",
            [submission.pk, supporter, now],
        )
        if not cursor.rowcount:
            return False
    Submission.objects.filter(pk=submission.pk).update(support_count=F("support_count") + 1)
    record("support", about=submission, now=now)
    return True
