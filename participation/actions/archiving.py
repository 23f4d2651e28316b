"""The end of a process: archived once nothing is owed; after that only an error is corrected.

An account that was archived stays archived: it takes no question's term, no date and no commitment
more. But what it says has to be true for ever, so that an error of it is corrected as always: a
draft, four eyes, another edition and its public reason (decision 23).
"""

from datetime import datetime

from django.db import transaction

from participation.actions.process import (
    ASK_REASON,
    LONGEST_REASON,
    NO_CALENDAR,
    hold_process,
    name_of,
)
from participation.actions.words import one_line
from participation.permissions import check_may
from participation.processes import Reading
from participation.register import record
from participation.subjects import ledger_of
from participation.transitions import Refused
from programs.actions.archiving import leave_as_it_was, set_archived, set_correcting
from programs.figures import plural
from programs.models import PublicAccount, User
from programs.sentences import joined


@transaction.atomic
def archive_account(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """End the process of an account: no more changes; what still arrives is answered all the same.

    Raises:
        Refused: `by` may not, something is owed (it says what), or it has no edition.
    """
    check_may(by, "archive_account")
    held, reading = hold_process(account, now)
    if missing := owed_by(reading):
        raise Refused("Todavía no se puede archivar. " + " ".join(missing))
    done = set_archived(held, by=by, now=now, summary="Archivó la cuenta: nada quedaba pendiente")
    record("archive_account", about=name_of(held), now=now, by=by)
    return done


@transaction.atomic
def open_correction(
    account: PublicAccount, *, reason: str, by: User, now: datetime
) -> PublicAccount:
    """Open the draft of an archived account, only to correct an error; `reason` is public.

    Data editors correct, give the figures as checked, and another person publishes, as always.
    Publishing archives it again.

    Raises:
        Refused: `by` may not, there is no reason, it is not archived, or one is open already.
    """
    check_may(by, "correct_archived")
    said = one_line(reason, asked=ASK_REASON, longest=LONGEST_REASON)
    held = set_correcting(account, reason=said, by=by, now=now)
    record("open_correction", about=name_of(held), now=now, by=by, reason=said)
    return held


@transaction.atomic
def drop_correction(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """Say that there was nothing to correct: the account is as it was, and no edition follows.

    Raises:
        Refused: `by` may not, none is open, or the draft changed already.
    """
    check_may(by, "correct_archived")
    held = leave_as_it_was(account, by=by, now=now)
    record("drop_correction", about=name_of(held), now=now, by=by)
    return held


def owed_by(reading: Reading) -> tuple[str, ...]:
    """What keeps an account from being archived, a sentence each; empty where nothing does."""
    account, plan, done = reading.account, reading.process.plan, reading.done
    found = []
    if done.published_on is None:
        found.append("La cuenta no se ha publicado.")
    if plan is None:
        found.append(NO_CALENDAR)
    elif plan.suspended_on is not None:
        found.append("El proceso está suspendido.")
    elif reading.today <= plan.closes_on:
        found.append("La recepción no ha terminado.")
    owed = account.submissions.filed().owed().count()
    if owed:
        one, many = "consulta u observación espera", "consultas u observaciones esperan"
        found.append(f"{plural(owed, one, many)} respuesta.".capitalize())
    if folios := _uncorrected(account):
        found.append(f"Falta publicar lo que se prometió corregir: {joined(folios)}.")
    promised = account.commitments.open().count()
    if promised:
        one, many = "compromiso sigue abierto", "compromisos siguen abiertos"
        found.append(f"{plural(promised, one, many)}.")
    if done.council_on is not None and done.council_closed_on is None:
        found.append("La revisión del Consejo no ha terminado.")
    if plan is not None and plan.report_on is not None and done.report_on is None:
        found.append("Falta publicar el informe de respuestas.")
    if plan is not None and plan.follow_up_until and reading.today <= plan.follow_up_until:
        found.append(f"El seguimiento termina el {plan.follow_up_until:%d-%m-%Y}.")
    return tuple(found)


def _uncorrected(account: PublicAccount) -> list[str]:
    """The folios whose answer opened an erratum that no edition carries yet."""
    asked = dict(account.errata.exclude(question="").values_list("slug", "question"))
    last = account.editions.order_by("-number").first() if asked else None
    known = {each.slug for each in ledger_of(last).errata} if last is not None else set()
    return sorted({folio for slug, folio in asked.items() if slug not in known})
