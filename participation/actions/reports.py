"""Answer reports: prepared by one, approved and published by others, and then kept as they are."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from participation.actions.words import one_line, written
from participation.models import AnswerReport, RegisterEntry
from participation.models.reports import LONGEST_FOREWORD, LONGEST_REASON
from participation.permissions import check_may
from participation.register import record
from participation.report.covering import covered_in
from participation.report.files import SUMS
from participation.report_transitions import ACT, state_after
from participation.transitions import Refused
from programs.figures import plural
from programs.models import PublicAccount, User

LONGEST_OFFICE = 150
PREPARES = ("prepare", "retry", "remake", "present", "send")
ASK_REASON = "Escriba por qué hace falta otra versión: el motivo es público."
ASK_PENDING = (
    "Quedan preguntas sin respuesta: escriba por qué se publica sin ellas (es público), o "
    "respóndalas y haga el informe de nuevo."
)
READ_ANOTHER = "El informe cambió desde que usted lo leyó: léalo de nuevo antes de aprobarlo."


def name_of(report: AnswerReport) -> tuple[str, str]:
    """How the register names a version."""
    return "report", f"INF-{report.account.account_year}-{report.number}"


def hold_report(report: AnswerReport) -> AnswerReport:
    """The version as it stands, locked until the transaction ends."""
    rows = AnswerReport.objects.select_for_update(of=("self",)).select_related("account")
    return rows.get(pk=report.pk)


def _act(
    held: AnswerReport, act: str, *, by: User | None, now: datetime, **changes: object
) -> AnswerReport:
    """Move it and leave the entry: the only writer of a report's state."""
    held.state = state_after(act, held.state)
    for name, value in changes.items():
        setattr(held, name, value)
    held.save()
    detail: dict[str, object] = {"to": held.state}
    if held.sha256:
        detail |= {"sha256": held.sha256, "entry": held.entry_number}
    record(act, about=name_of(held), by=by, by_clock=by is None, now=now, **detail)
    return held


def _check(held: AnswerReport, act: str, by: User) -> None:
    check_may(by, ACT[act].permission)
    state_after(act, held.state)


@transaction.atomic
def prepare_report(
    account: PublicAccount, *, reason: str = "", is_demo: bool = False, by: User, now: datetime
) -> AnswerReport:
    """Begin a version: the clock's worker makes it. From the second on, `reason` is public.

    Raises:
        Refused: `by` may not, the account has no edition, a version is in progress, or it is
            another one and no reason is given.
    """
    check_may(by, "prepare_report")
    if not account.editions.exists():
        raise Refused("La cuenta no tiene una edición publicada: primero publíquela.")
    rows = AnswerReport.objects.filter(account=account)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    if rows.unfinished().exists():
        raise Refused("Ya hay una versión en preparación.")
    is_first = number == 1
    reason = written(
        "" if is_first else reason, asked=ASK_REASON, longest=LONGEST_REASON, needed=not is_first
    )
    try:
        with transaction.atomic():
            report = AnswerReport.objects.create(
                account=account, number=number, state="making", reason=reason, asked_by=by,
                asked_at=now, is_demo=is_demo,
            )  # fmt: skip
    except IntegrityError as conflict:
        raise Refused("Ya hay una versión en preparación.") from conflict
    record("prepare", about=name_of(report), by=by, now=now, to="making")
    return report


@transaction.atomic
def retry_report(report: AnswerReport, *, by: User, now: datetime) -> AnswerReport:
    """Go on where it stopped.

    Raises:
        Refused: `by` may not, or it did not stop.
    """
    held = hold_report(report)
    _check(held, "retry", by)
    return _act(held, "retry", by=by, now=now, asked_by=by, asked_at=now, failure="")


@transaction.atomic
def remake_report(report: AnswerReport, *, by: User, now: datetime) -> AnswerReport:
    """Read everything again, as it is today. The foreword stays.

    Raises:
        Refused: `by` may not, or it is no longer a draft.
    """
    held = hold_report(report)
    _check(held, "remake", by)
    _empty(held)
    held.rows.all().delete()
    return _act(
        held, "remake", by=by, now=now, asked_by=by, asked_at=now, failure="", made_at=None,
        entry_number=None, entry_sha256="", waiting=None, edition_number=None,
    )  # fmt: skip


@transaction.atomic
def present_report(
    report: AnswerReport, *, foreword: str, pending_reason: str, by: User, now: datetime
) -> AnswerReport:
    """Write the foreword, and why it is published with questions that wait; files are made anew.

    Raises:
        Refused: `by` may not, it is not a draft, or a text is too long.
    """
    held = hold_report(report)
    _check(held, "present", by)
    foreword = written(foreword, asked="", longest=LONGEST_FOREWORD, needed=False)
    pending = written(pending_reason, asked="", longest=LONGEST_REASON, needed=False)
    if (foreword, pending) == (held.foreword, held.pending_reason):
        return held
    _empty(held)
    return _act(
        held, "present", by=by, now=now, foreword=foreword, pending_reason=pending, asked_by=by
    )


def _empty(held: AnswerReport) -> None:
    """Without its files, and nothing done of them."""
    names = [(each.file.storage, each.file.name) for each in held.files.exclude(file="")]
    held.files.all().delete()
    held.sha256, held.done, held.total, held.step = "", 0, 0, ""

    def erase() -> None:
        for storage, name in names:
            storage.delete(name)

    transaction.on_commit(erase)


@transaction.atomic
def finish_report(held: AnswerReport, *, now: datetime) -> AnswerReport:
    """The clock: every file is there, and it may be read. `held` is locked by who made it."""
    sha256 = held.files.get(path=SUMS).sha256
    return _act(held, "finish", by=None, now=now, sha256=sha256, step="")


@transaction.atomic
def fail_report(report: AnswerReport, *, why: str, now: datetime) -> AnswerReport:
    """The clock: it stopped, and its page says why."""
    held = hold_report(report)
    if held.state != "making":
        return held
    return _act(held, "fail", by=None, now=now, failure=why[:300])


@transaction.atomic
def send_report(report: AnswerReport, *, by: User, now: datetime) -> AnswerReport:
    """Hand it to who approves.

    Raises:
        Refused: `by` may not, it is no draft, somebody still waits and nothing says why, or
            something in it may no longer be read.
    """
    held = hold_report(report)
    _check(held, "send", by)
    _check_ready(held)
    return _act(held, "send", by=by, now=now, sent_by=by, sent_at=now)


def _check_ready(held: AnswerReport) -> None:
    """Raises Refused while it may not be approved, with what to do."""
    if held.waiting and not held.pending_reason:
        raise Refused(ASK_PENDING)
    if covered := covered_in(held):
        many = plural(len(covered), "texto cambió o ya no es público", "textos cambiaron o ya no "
                      "son públicos")  # fmt: skip
        raise Refused(f"Desde que se hizo, {many}: {', '.join(covered[:5])}. Hágalo de nuevo.")


@transaction.atomic
def return_report(report: AnswerReport, *, by: User, now: datetime) -> AnswerReport:
    """Give it back to be mended.

    Raises:
        Refused: `by` may not, or it is not being reviewed.
    """
    held = hold_report(report)
    _check(held, "return", by)
    return _act(
        held, "return", by=by, now=now, sent_by=None, sent_at=None, approved_by=None,
        approved_at=None,
    )  # fmt: skip


@transaction.atomic
def approve_report(
    report: AnswerReport, *, expected_sha256: str | None = None, by: User, now: datetime
) -> AnswerReport:
    """Find it right: these very files are what will be published. Nobody approves their own.

    Raises:
        Refused: `by` may not or prepared it, it is not being reviewed, it is not ready, or its
            files are not those with `expected_sha256`, which somebody read.
    """
    held = hold_report(report)
    _check(held, "approve", by)
    check_did_not_prepare(held, by)
    if expected_sha256 is not None and expected_sha256 != held.sha256:
        raise Refused(READ_ANOTHER)
    _check_ready(held)
    return _act(held, "approve", by=by, now=now, approved_by=by, approved_at=now)


@transaction.atomic
def publish_report(
    report: AnswerReport, *, office: str = "", by: User, now: datetime
) -> AnswerReport:
    """Publish it, signed with a name and an office: from now on it never changes.

    Raises:
        Refused: `by` may not or prepared it, it is not approved, or something in it may no longer
            be read.
    """
    held = hold_report(report)
    _check(held, "publish", by)
    check_did_not_prepare(held, by)
    _check_ready(held)
    office = one_line(office, asked="", longest=LONGEST_OFFICE, needed=False)
    return _act(
        held, "publish", by=by, now=now, published_by=by, published_at=now,
        published_by_name=by.full_name[:LONGEST_OFFICE], published_by_office=office,
    )  # fmt: skip


def check_did_not_prepare(held: AnswerReport, by: User) -> None:
    """Raises Refused if `by` prepared any of this version: the register keeps who did."""
    kind, name = name_of(held)
    did = RegisterEntry.objects.filter(
        object_type=kind, object_id=name, user=by, act__in=PREPARES
    )  # fmt: skip
    if by.pk in (held.asked_by_id, held.sent_by_id) or did.exists():
        raise Refused("Usted preparó este informe: lo aprueba y lo publica otra persona.")


@transaction.atomic
def withdraw_report(report: AnswerReport, *, reason: str, by: User, now: datetime) -> AnswerReport:
    """Take a published version away: what it said is erased; its hashes and `reason` stay public.

    For when the law asks for it (Ley 19.628). Another version, without that, follows.

    Raises:
        Refused: `by` may not, it is not published, or no reason is given.
    """
    held = hold_report(report)
    _check(held, "withdraw", by)
    asked = "Escriba por qué se retira: el motivo es público. No repita lo que se quiere reservar."
    reason = written(reason, asked=asked, longest=LONGEST_REASON)
    names = [(each.file.storage, each.file.name) for each in held.files.exclude(file="")]
    held = _act(
        held, "withdraw", by=by, now=now, withdrawn_by=by, withdrawn_at=now,
        withdrawn_reason=reason, foreword="", pending_reason="",
    )  # fmt: skip
    held.rows.all().delete()
    held.files.update(file="")

    def erase() -> None:
        for storage, name in names:
            storage.delete(name)

    transaction.on_commit(erase)
    return held
