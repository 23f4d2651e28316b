"""Making a commitment: with the answer that promises it, or from what was said in a hearing."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from participation.actions.words import one_line
from participation.deadlines import CHILE
from participation.hearing_transitions import HELD
from participation.models import (
    Answer,
    Commitment,
    CommitmentChange,
    Hearing,
    Submission,
    Unit,
)
from participation.models.commitments import LONGEST_PROMISE
from participation.permissions import check_may
from participation.register import record
from participation.transitions import Refused
from programs.models import Program, PublicAccount, Result, User

_NUMBERS_LOCK = 7_201_884  # any number that no other lock of the portal takes
LONGEST_HEARING = 200
ASK_PROMISE = "Escriba qué se compromete, en una frase: es público."
ASK_DAY = "Elija para cuándo se compromete."
ASK_UNIT = "Elija la unidad que responde por el compromiso."
PAST = "Esa fecha ya pasó: elija una desde hoy en adelante."


def check_promise(answer: Answer, today: date) -> None:
    """Raises Refused, with what is missing, while an answer that commits does not say what is
    promised, for when and by which unit. Of a filing that has its commitment nothing is asked."""
    if answer.effect != Answer.Effect.COMMITS or has_commitment(answer.submission):
        return
    if not answer.promise:
        raise Refused(ASK_PROMISE)
    if answer.promise_due_on is None:
        raise Refused(ASK_DAY)
    if answer.promise_unit is None:
        raise Refused(ASK_UNIT)
    check_day(answer.promise_due_on, today)


def check_day(day: date, today: date) -> None:
    """Raises Refused where a promise is for a day that has passed, or for another century."""
    if day < today:
        raise Refused(PAST)
    if day.year > today.year + 20:
        raise Refused("Elija una fecha más cercana: a lo más en veinte años.")


def has_commitment(submission: Submission) -> bool:
    """Whether a version of its answer made one already: another version does not make another."""
    return Commitment.objects.filter(submission=submission).exists()


def make_commitment(answer: Answer, *, by: User, now: datetime) -> Commitment | None:
    """What a signed answer promises, as a commitment; None where it promises nothing new.

    Called while the answer is published, in the same transaction; who signs it may make it.

    Raises:
        Refused: it does not say what, for when or by whom.
    """
    check_promise(answer, now.astimezone(CHILE).date())
    filing = answer.submission
    if answer.effect != Answer.Effect.COMMITS or has_commitment(filing):
        return None
    assert answer.promise_unit is not None  # noqa: S101 (check_promise asks for it)
    made = Commitment(
        account=filing.account, origin=Commitment.Origin.ANSWER, submission=filing, answer=answer,
        text=answer.promise, unit=answer.promise_unit, figure=_figure(answer),
        program=filing.program, first_due_on=answer.promise_due_on,
        due_on=answer.promise_due_on, is_demo=filing.is_demo,
    )  # fmt: skip
    return _begin(made, by=by, now=now, folio=filing.folio or "")


def _figure(answer: Answer) -> str:
    return answer.figures[0] if answer.figures else answer.submission.figure


@transaction.atomic
def record_commitment(
    account: PublicAccount,
    *,
    text: str,
    due_on: date | None,
    unit: Unit | None,
    hearing: Hearing | None = None,
    other_hearing: str = "",
    other_hearing_url: str = "",
    responsible: User | None = None,
    figure: str = "",
    program: str = "",
    is_demo: bool = False,
    by: User,
    now: datetime,
) -> Commitment:
    """Write down what was promised in a hearing. `figure` and `program` are keys of the account.

    `other_hearing` says in words which one, where it is not in the portal.

    Raises:
        Refused: `by` may not, or it does not say what, for when, by whom or in which hearing.
    """
    check_may(by, "judge_commitment")
    where = _where(account, hearing, other_hearing, other_hearing_url)
    words = one_line(text, asked=ASK_PROMISE, longest=LONGEST_PROMISE)
    if due_on is None:
        raise Refused(ASK_DAY)
    check_day(due_on, now.astimezone(CHILE).date())
    if unit is None:
        raise Refused(ASK_UNIT)
    check_known(account, figure=figure, program=program)
    made = Commitment(
        account=account, origin=Commitment.Origin.HEARING, **where, text=words, unit=unit,
        responsible=responsible, figure=figure, program=program, first_due_on=due_on,
        due_on=due_on, is_demo=is_demo,
    )  # fmt: skip
    return _begin(made, by=by, now=now)


def _where(
    account: PublicAccount, hearing: Hearing | None, other: str, url: str
) -> dict[str, Hearing | str | None]:
    """In which hearing it was promised: one of the portal that was held, or another in words."""
    if hearing is None:
        asked = "Elija la audiencia en que se prometió, o escriba cuál fue y cuándo."
        check_url(url)
        other = one_line(other, asked=asked, longest=LONGEST_HEARING)
        return {"hearing": None, "other_hearing": other, "other_hearing_url": url}
    if other or url:
        raise Refused("Elija la audiencia o escriba cuál fue, no las dos cosas.")
    if hearing.state not in HELD:
        raise Refused("Esa audiencia no se ha hecho: se anota desde que se abre.")
    if hearing.account_id != account.pk:
        raise Refused("Esa audiencia trató de otra cuenta.")
    return {"hearing": hearing, "other_hearing": "", "other_hearing_url": ""}


def check_known(account: PublicAccount, *, figure: str, program: str) -> None:
    """Raises Refused where the account has no such figure or program."""
    if figure and not Result.objects.filter(account=account, key=figure).exists():
        raise Refused(f"La cuenta no tiene la cifra «{figure[:80]}».")
    if program and not Program.objects.filter(accounts=account, slug=program).exists():
        raise Refused(f"La cuenta no tiene el programa «{program[:80]}».")


def check_url(url: str) -> None:
    """Raises Refused where an address does not lead to the web."""
    if url and not url.startswith(("https://", "http://")):
        raise Refused("Escriba la dirección completa, que comience con https://.")


def _begin(made: Commitment, *, by: User, now: datetime, folio: str = "") -> Commitment:
    """Give it its code, and leave the first entry of its life."""
    made.year = now.astimezone(CHILE).year
    made.number = _next_number(made.year)
    made.code = f"COM-{made.year}-{made.number:03}"
    made.promised_at = now
    made.save(force_insert=True)
    CommitmentChange.objects.create(
        commitment=made, version=0, act="promise", state=made.state, at=now, by=by
    )
    detail = {"due_on": made.due_on.isoformat() if made.due_on else None, "unit": made.unit.slug}
    if folio:
        detail["folio"] = folio
    record("promise", about=("commitment", made.code), now=now, by=by, **detail)
    return made


def _next_number(year: int) -> int:
    """One at a time, so that the numbers of a year leave no hole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    last = Commitment.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
