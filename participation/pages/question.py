"""One question with all that anyone may know of it; or, where it is not public, where it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from participation.corrections import Correction, corrections_of
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import Answer, ClockRule, Deadline, RegisterEntry, Submission
from participation.pages.asking import size_in_words
from participation.pages.live import LiveHead, head_of
from participation.pages.questions import (
    LIST,
    StatusMark,
    day_of,
    effect_of,
    newest_edition_of,
    short_day,
    status_of,
)
from participation.pages.tracking import Clock, clock_of
from participation.redactions import Piece, pieces_of
from participation.subjects import address_in, ledger_of
from participation.transitions import STATE
from programs.checks.wording import label_of
from programs.figures import format_figure, plural

GONE = ("withdrawn",)
NOBODY = "Sin nombre"
EFFECTS = MappingProxyType(
    {
        "informs": "La respuesta explica; no cambia la cuenta.",
        "corrects": "La cuenta tenía algo equivocado y se corrige en su próxima edición.",
        "accepts": "La institución hará lo que se plantea.",
        "accepts_part": "La institución hará una parte de lo que se plantea.",
        "rejects": "La institución no hará lo que se plantea, y dice por qué.",
        "commits": "La institución se compromete a hacer algo, y se le puede seguir.",
        "refers": "Le corresponde a otro órgano.",
    }
)
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
class StepView:
    """Something that happened, with its day; `is_next` is what is waited for."""

    what: str
    when: str
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Words that lead somewhere, with a note beside them."""

    label: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One published version of the answer, whole: all of them stay in sight."""

    number: int
    text: str
    effect: str
    effect_sentence: str
    figures: tuple[Linked, ...]
    signed_by: str
    day: str
    iso: str
    sha256: str
    reason: str


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


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What anyone reads of a folio whose words are not public: where it is, and why."""

    head: LiveHead
    folio: str
    noun: str
    state: str
    sentence: str
    filed: str
    due: str
    reason: str
    legal_basis: str
    how_to_mend: str
    public_note: str
    referred_to: str
    is_gone: bool
    register: str


def question_page(row: Submission, now: datetime) -> QuestionPage:
    """The page of a public submission, in a constant number of queries."""
    owner = row.group_head if row.group_head is not None else row
    versions = _answers(row, owner)
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
        referred_to=row.referred_to,
        public_note=row.public_note,
        permanent=absolute(path),
        citation=f"{row.account.institution.short_name}. {row.get_kind_display()} {row.folio}, "
        f"ingresada el {filed}.",
        sha256=row.text_sha256,
        register=register_of(row),
    )


def tombstone_of(row: Submission) -> Tombstone:
    """The page of a folio that is not public. It never has a word of what was written."""
    state = STATE[row.state]
    refusal = row.refusal if row.state == "not_admitted" else None
    noun = row.get_kind_display()
    speaks = row.state in ("not_admitted", "referred", "converted")
    return Tombstone(
        head=head_of(f"{noun} {row.folio}", state.sentence, f"{LIST}{row.folio}/"),
        folio=row.folio or "",
        noun=noun,
        state="Recibida" if row.state == "mending" else state.label,
        sentence=STATE["received"].sentence if row.state == "mending" else state.sentence,
        filed=short_day(row.filed_on) if row.filed_on else "",
        due=short_day(row.due_on) if state.is_open and row.due_on else "",
        reason=refusal.public_sentence if refusal else "",
        legal_basis=refusal.legal_basis if refusal else "",
        how_to_mend=refusal.how_to_mend if refusal else "",
        public_note=row.public_note if speaks else "",
        referred_to=row.referred_to,
        is_gone=row.state in GONE,
        register=register_of(row),
    )


def supports_in_words(count: int) -> str:
    """`12 personas más preguntan lo mismo`."""
    if not count:
        return "Nadie más la ha apoyado todavía"
    verb = "pregunta" if count == 1 else "preguntan"
    return f"{plural(count, 'persona más', 'personas más')} {verb} lo mismo"


def register_of(row: Submission) -> str:
    """Where the public register tells its life."""
    return f"{LIST}registro/?folio={row.folio}"


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


def _answers(row: Submission, owner: Submission) -> tuple[AnswerView, ...]:
    """Every published version, the newest first; those of its group where it was grouped."""
    if row.answered_at is None:
        return ()
    found = Answer.objects.published().filter(submission__in={row.pk, owner.pk})
    versions = sorted(found, key=lambda each: (each.submission_id == row.pk, each.number))
    own = [each for each in versions if each.submission_id == row.pk]
    return tuple(_answer(each, row) for each in reversed(own or versions))


def _answer(answer: Answer, row: Submission) -> AnswerView:
    assert answer.published_at is not None  # noqa: S101 (only published ones come here)
    office = f", {answer.published_by_office}" if answer.published_by_office else ""
    return AnswerView(
        number=answer.number,
        text=answer.text,
        effect=str(Answer.Effect(answer.effect).label),
        effect_sentence=EFFECTS[answer.effect],
        figures=tuple(figures_of(answer.figures, row)),
        signed_by=f"{answer.published_by_name}{office}",
        day=short_day(day_of(answer.published_at)),
        iso=answer.published_at.isoformat(),
        sha256=answer.sha256,
        reason=answer.reason,
    )


def figures_of(keys: Iterable[str], row: Submission) -> Iterable[Linked]:
    """The figures of an answer as today's edition states them, or as the one asked about did."""
    if not keys:
        return
    newest = newest_edition_of(row.account.account_year)
    for key in keys:
        for edition in (newest, row.edition):
            figure = ledger_of(edition).figure.get(key) if edition is not None else None
            if edition is not None and figure is not None:
                label = label_of(ledger_of(edition), figure)
                href = address_in(edition, f"cifras/{key}/")
                yield Linked(label, href, format_figure(figure))
                break


__all__ = ["GONE", "QuestionPage", "Tombstone", "effect_of", "question_page", "tombstone_of"]
