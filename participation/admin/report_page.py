"""What the desk shows of an answer report: how far it is, what it lacks, and what may be done."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from participation.actions.reports import check_did_not_prepare
from participation.admin.report_doors import draft_place, is_readable
from participation.deadlines import CHILE
from participation.models import AnswerReport, Submission
from participation.models.submissions import SubmissionQuerySet
from participation.permissions import may
from participation.report.covering import covered_in
from participation.report.pages.values import Figure, FileRow
from participation.report.pages.version import figures_of, file_row
from participation.report.progress import reading_of
from participation.report.since import entries_since
from participation.report_transitions import ACT, STATE, allows
from participation.transitions import Refused
from programs.figures import format_number, plural
from programs.models import User

MOST_WAITING = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A filing that still waits for its answer."""

    folio: str
    url: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """One version at the desk. `acts` are those that this person may do now."""

    report: AnswerReport
    title: str
    state: str
    sentence: str
    square: str
    is_making: bool
    stage: str
    percent: int
    progress: str
    figures: tuple[Figure, ...]
    files: tuple[FileRow, ...]
    lacks: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    waiting_count: int
    covered: tuple[str, ...]
    news: str
    read: str
    changes: str
    acts: frozenset[str]
    four_eyes: str
    public: str


def report_desk(report: AnswerReport, user: User, now: datetime) -> ReportDesk:
    """The page of a version as it stands."""
    state = STATE[report.state]
    waiting = Submission.objects.filter(account=report.account).filed().of_people().owed()
    covered = tuple(covered_in(report)) if report.made_at else ()
    four_eyes = _four_eyes(report, user)
    place = draft_place(report)
    stage, percent, progress = _progress(report)
    return ReportDesk(
        report=report,
        title=f"Informe de respuestas {report.account.account_year}, versión {report.number}",
        state=state.label,
        sentence=state.sentence,
        square=state.square,
        is_making=report.state == "making",
        stage=stage,
        percent=percent,
        progress=progress,
        figures=figures_of(report) if report.made_at else (),
        files=tuple(file_row(place, each) for each in report.files.order_by("position")),
        lacks=tuple(_lacks(report, covered)),
        waiting=tuple(_waiting(waiting, now)),
        waiting_count=waiting.count(),
        covered=covered,
        news=_news(report),
        read=place.root if is_readable(report) else "",
        changes=place.changes if is_readable(report) else "",
        acts=_acts(report, user, four_eyes),
        four_eyes=four_eyes,
        public=report.address if report.published_at else "",
    )


def _progress(report: AnswerReport) -> tuple[str, int, str]:
    """The stage, how much of it is done, and what is being done."""
    if report.made_at is None:
        percent, said = reading_of(report) if report.state == "making" else (0, "")
        return "Primero, leer lo publicado", percent, said or "Leyendo lo publicado y el registro."
    steps = plural(report.total, "paso", "pasos")
    done = f"{format_number(report.done)} de {steps}." if report.total else ""
    percent = round(100 * report.done / report.total) if report.total else 0
    following = f" Sigue: {report.step}." if report.step else ""
    return "Después, escribir los archivos", percent, f"{done}{following}".strip()


def _lacks(report: AnswerReport, covered: tuple[str, ...]) -> list[str]:
    """What has to be done before it may be approved, in sentences."""
    lacks = []
    if report.state in ("draft", "in_review", "approved"):
        if report.waiting and not report.pending_reason:
            many = plural(report.waiting, "pregunta espera", "preguntas esperan")
            lacks.append(
                f"{many} respuesta: respóndalas y haga el informe de nuevo, o escriba por qué se "
                "publica sin ellas."
            )
        if covered:
            many = plural(len(covered), "texto", "textos")
            lacks.append(f"{many} ya no se puede mostrar como está: haga el informe de nuevo.")
        if report.is_partial:
            lacks.append(
                "Se hizo antes de que terminara la recepción: será un informe parcial, y lo dice. "
                "No cumple por sí solo con la fecha del informe."
            )
        if not report.foreword:
            lacks.append("No tiene presentación. Puede publicarse sin ella.")
    return lacks


def _waiting(rows: SubmissionQuerySet, now: datetime) -> list[Waiting]:
    today = now.astimezone(CHILE).date()
    found = rows.order_by("due_on", "pk").values_list("pk", "folio", "due_on")[:MOST_WAITING]
    return [
        Waiting(
            folio=folio,
            url=reverse("admin:participation_submission_change", args=[key]),
            due=f"{due_on:%d-%m-%Y}",
            is_late=due_on < today,
        )
        for key, folio, due_on in found
    ]


def _news(report: AnswerReport) -> str:
    """How many entries the register has since it was made, about the account's filings."""
    if report.entry_number is None or report.state == "withdrawn":
        return ""
    count = entries_since(report)[:1_000].count()
    if not count:
        return ""
    return f"Desde que se hizo, el registro tiene {plural(count, 'asiento', 'asientos')} más."


def _four_eyes(report: AnswerReport, user: User) -> str:
    """Why this person may not approve or publish it; empty where they may, or it is too early."""
    if report.state not in ("in_review", "approved"):
        return ""
    try:
        check_did_not_prepare(report, user)
    except Refused as refused:
        return str(refused)
    return ""


def _acts(report: AnswerReport, user: User, four_eyes: str) -> frozenset[str]:
    found = {
        code
        for code, act in ACT.items()
        if act.permission and act.sources and allows(code, report.state)
        and may(user, act.permission)
    }  # fmt: skip
    if four_eyes:
        found -= {"approve", "publish"}
    return frozenset(found)
