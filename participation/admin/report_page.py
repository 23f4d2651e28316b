"""What the desk shows of an answer report: how far it is, what it lacks, and what may be done."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from participation.actions.reports import check_did_not_prepare
from participation.deadlines import CHILE
from participation.models import AnswerReport, RegisterEntry, ReportFile, Submission
from participation.models.submissions import SubmissionQuerySet
from participation.permissions import may
from participation.report.covering import covered_in
from participation.report.pages import Figure, FileRow, figures_of, size_in_words
from participation.report_transitions import ACT, STATE, allows
from participation.transitions import Refused
from programs.figures import format_number, plural
from programs.models import User

MOST_WAITING = 30
NAME = "participation_answerreport_"


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
    percent: int
    progress: str
    figures: tuple[Figure, ...]
    files: tuple[FileRow, ...]
    lacks: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    waiting_count: int
    covered: tuple[str, ...]
    news: str
    acts: frozenset[str]
    four_eyes: str
    public: str


def report_desk(report: AnswerReport, user: User, now: datetime) -> ReportDesk:
    """The page of a version as it stands."""
    state = STATE[report.state]
    waiting = Submission.objects.filter(account=report.account).filed().of_people().owed()
    covered = tuple(covered_in(report)) if report.made_at else ()
    four_eyes = _four_eyes(report, user)
    return ReportDesk(
        report=report,
        title=f"Informe de respuestas {report.account.account_year}, versión {report.number}",
        state=state.label,
        sentence=state.sentence,
        square=state.square,
        is_making=report.state == "making",
        percent=_percent(report),
        progress=_progress(report),
        figures=figures_of(report) if report.made_at else (),
        files=tuple(_file(report, each) for each in report.files.order_by("position")),
        lacks=tuple(_lacks(report, covered)),
        waiting=tuple(_waiting(waiting, now)),
        waiting_count=waiting.count(),
        covered=covered,
        news=_news(report),
        acts=_acts(report, user, four_eyes),
        four_eyes=four_eyes,
        public=report.address if report.published_at else "",
    )


def _percent(report: AnswerReport) -> int:
    if report.state != "making":
        return 100
    return round(100 * report.done / report.total) if report.total else 0


def _progress(report: AnswerReport) -> str:
    if not report.total:
        return "Leyendo lo publicado y el registro." if report.state == "making" else ""
    steps = f"{format_number(report.done)} de {plural(report.total, 'paso', 'pasos')}"
    return f"{steps}. Sigue: {report.step}." if report.step else f"{steps}."


def _file(report: AnswerReport, file: ReportFile) -> FileRow:
    href = reverse(f"admin:{NAME}file", args=[report.pk, file.path])
    return FileRow(file.path, file.title, href, size_in_words(file.size), file.sha256)


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
    """How many entries the register has since it was made."""
    if report.entry_number is None or report.state == "withdrawn":
        return ""
    newer = RegisterEntry.objects.filter(
        object_type="submission", seal__number__gt=report.entry_number
    ).exclude(act="support")
    count = newer[:1_000].count()
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
