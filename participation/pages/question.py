"""One public question, with all that anyone may know of it."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from participation.corrections import Correction, corrections_of
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import ClockRule, Deadline, RegisterEntry, Submission
from participation.pages.answering import AnswerView, Linked, StepView, answers_of
from participation.pages.asked_at import AskedAt, asked_at
from participation.pages.asking import size_in_words
from participation.pages.commitment import CommitmentRow, commitment_beside
from participation.pages.live import LiveHead, head_of
from participation.pages.questions import (
    LIST,
    StatusMark,
    day_of,
    short_day,
    status_of,
)
from participation.pages.tombstone import register_of
from participation.pages.tracking import Clock, clock_of
from participation.redactions import Piece, pieces_of
from participation.subjects import address_in
from participation.transitions import STATE
from programs.figures import plural

NOBODY = "Sin nombre"
# What the public reads of a life; an act that is not here is housekeeping.
STEPS = MappingProxyType(
    {
        "admit": "Leída y publicada",
        "overturn": "Publicada después de revisar el motivo",
        "assign": "En la unidad que responde",
        "group": "Reunida con otra que plantea lo mismo",
        "ungroup": "Separada de su grupo",
        "release": "Separada: se retiró la que encabezaba su grupo",
        "extend": "Plazo ampliado, con su motivo",
        "redact": "Se reservaron datos personales",
        "send_to_review": "Respuesta escrita, en revisión",
        "redraft": "Se prepara otra versión de la respuesta",
        "notify": "Avisada a quien preguntó",
        "refer": "Enviada al órgano al que le corresponde",
        "convert": "Sigue como solicitud de acceso a la información",
        "follow_up": "Quien preguntó volvió a preguntar",
        "close": "Cerrada",
    }
)


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that the permanent page of a public question shows."""

    head: LiveHead
    folio: str
    noun: str
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]
    has_hidden: bool
    name: tuple[Piece, ...]
    status: StatusMark
    term: str
    filed: str
    supports: str
    is_open: bool
    is_demo: bool
    is_extemporaneous: bool
    subject: "AboutView | None"
    steps: tuple[StepView, ...]
    clock: Clock | None
    answer: AnswerView | None
    earlier: tuple[AnswerView, ...]
    group: tuple[Linked, ...]
    shared_with: Linked | None
    follows: Linked | None
    follow_up: Linked | None
    files: tuple[Linked, ...]
    corrections: tuple[Correction, ...]
    asked_at: AskedAt | None
    commitment: CommitmentRow | None
    referred_to: str
    public_note: str
    permanent: str
    citation: str
    sha256: str
    register: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """What it is about, quoted as its edition published it."""

    kind: str
    title: str
    value: str
    place: str
    href: str
    edition: int


def question_page(row: Submission, now: datetime) -> QuestionPage:
    """The page of a public submission, in a constant number of queries."""
    owner = row.group_head if row.group_head is not None else row
    versions = answers_of(row, owner)
    clock = clock_of(row, ClockRule.Clock.ANSWER, now)
    folio = row.folio or ""
    path = f"{LIST}{folio}/"
    pieces, name = pieces_of(row.text), pieces_of(row.shown_name or NOBODY)
    filed = short_day(row.filed_on) if row.filed_on else ""
    return QuestionPage(
        head=head_of(row.title, f"{row.get_kind_display()} {row.folio}: {row.title}", path, folio),
        folio=folio,
        noun=row.get_kind_display(),
        title=pieces_of(row.title),
        pieces=pieces,
        has_hidden=any(piece.hidden for piece in (*pieces, *name, *pieces_of(row.title))),
        name=name,
        status=status_of(row, now.astimezone(CHILE).date()),
        term=_term(row, clock),
        filed=filed,
        supports=supports_in_words(row.support_count),
        is_open=row.answered_at is None and STATE[row.state].is_open,
        is_demo=row.is_demo,
        is_extemporaneous=row.is_extemporaneous,
        subject=_about(row),
        steps=_steps(row),
        clock=clock,
        answer=versions[0] if versions else None,
        earlier=versions[1:],
        group=_group(row),
        shared_with=_linked(row.group_head),
        follows=_linked(row.follows),
        follow_up=_linked(Submission.objects.public().filter(follows=row).first()),
        files=_files(row),
        corrections=corrections_of([owner]).get(owner.folio or "", ()),
        asked_at=asked_at(row),
        commitment=commitment_beside(row, now) if row.answered_at is not None else None,
        referred_to=row.referred_to,
        public_note=row.public_note,
        permanent=absolute(path),
        citation=f"{row.account.institution.short_name}. {row.get_kind_display()} {row.folio}, "
        f"ingresada el {filed}.",
        sha256=row.text_sha256,
        register=register_of(row),
    )


def supports_in_words(count: int) -> str:
    """`12 personas más preguntan lo mismo`."""
    if not count:
        return "Nadie más la ha apoyado todavía"
    verb = "pregunta" if count == 1 else "preguntan"
    return f"{plural(count, 'persona más', 'personas más')} {verb} lo mismo"


def _linked(row: Submission | None) -> Linked | None:
    """Another question, if anyone may read it."""
    if row is None or not row.is_public:
        return None
    return Linked(row.title, f"{LIST}{row.folio}/", row.folio or "")


def _group(row: Submission) -> tuple[Linked, ...]:
    members = Submission.objects.public().filter(group_head=row).order_by("pk")
    return tuple(
        Linked(title, f"{LIST}{folio}/", folio)
        for folio, title in members.values_list("folio", "title")[:50]
    )


def _files(row: Submission) -> tuple[Linked, ...]:
    shown = row.attachments.filter(is_public=True, is_original=False)
    return tuple(
        Linked(each.name, f"{LIST}{row.folio}/archivos/{each.uid}/", size_in_words(each.size))
        for each in shown
    )


def _about(row: Submission) -> AboutView | None:
    if row.edition is None:
        return None
    href = address_in(row.edition, row.about_path, row.about_anchor)
    title = row.about_title or row.account.title
    return AboutView(
        row.about_kind or "la cuenta", title, row.about_value, row.about_place, href,
        row.edition.number,
    )  # fmt: skip


def _term(row: Submission, clock: Clock | None) -> str:
    """`Respondida en plazo`, `Vence el…`, `Fuera de plazo`: the term of the answer in a phrase."""
    if clock is None:
        return ""
    if row.answered_at is not None:
        return _kept(row)
    if not STATE[row.state].is_open:
        return ""
    return clock.left if clock.is_late else f"Vence el {clock.due_on}. {clock.left}."


def _kept(row: Submission) -> str:
    term = Deadline.objects.filter(submission=row, clock=ClockRule.Clock.ANSWER).first()
    if term is None or term.met_at is None:
        return ""
    return "Respondida en plazo" if term.met_at < term.due_at else "Respondida fuera de plazo"


def _steps(row: Submission) -> tuple[StepView, ...]:
    """What happened, oldest first, and what is waited for."""
    entries = RegisterEntry.objects.filter(object_type="submission", object_id=row.folio)
    told = [StepView("Recibida", short_day(day_of(row.sent_at)))]
    for act, at in entries.order_by("pk").values_list("act", "at"):
        what = "Respuesta publicada" if act == "answer" else STEPS.get(act, "")
        step = StepView(what, short_day(day_of(at)))
        if what and step != told[-1]:
            told.append(step)
    if row.answered_at is None and STATE[row.state].is_open:
        told.append(StepView("Respuesta", STATE[row.state].next, is_next=True))
    return tuple(told)
