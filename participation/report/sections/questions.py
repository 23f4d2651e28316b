"""The themes, every public question with its answer, and every version of the answers.

Questions are read by themes and in batches; each batch costs a fixed number of statements. Nothing
of who wrote is read: the name is the one that they chose to show.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from participation.corrections import corrections_of
from participation.deadlines import CHILE
from participation.due_words import business_days_between
from participation.links import absolute
from participation.models import Answer, ClockRule, Deadline, Submission
from participation.models.submissions import SubmissionQuerySet
from participation.report.shapes import Cells, Line, SectionOf, Source, day, instant
from participation.report.themes import Theme, questions_of, themes_of
from participation.transitions import STATE
from programs.formats import Field

AT_ONCE = 500  # questions in memory
MOST_NAMED = 500  # folios of a group in one cell; each member says with which it is answered
# What is read of each question, and of what hangs from it: nothing of who wrote it.
READ = (
    "account", "folio", "kind", "title", "text", "shown_name", "about_title", "about_value",
    "filed_on", "due_on", "is_extemporaneous", "state", "published_at", "referred_to",
    "support_count", "answered_at", "is_demo", "edition__number", "group_head__folio",
    "group_head__account", "group_head__state", "group_head__published_at",
)  # fmt: skip
SIGNED = (
    "submission", "number", "effect", "text", "published_by_name", "published_by_office", "sha256",
)  # fmt: skip
TERM = ("submission", "due_at", "extension", "met_at")


def _themes(source: Source) -> Iterator[Line]:
    for each in themes_of(source):
        cells: Cells = {
            "tema": each.code,
            "tipo": each.kind,
            "titulo": each.title,
            "preguntas": each.count,
            "respondidas": each.answered,
        }
        yield Line(cells, each.code)


def _questions(source: Source) -> Iterator[Line]:
    yield from lines_of(questions_of(source), source)


def lines_of(rows: SubmissionQuerySet, source: Source) -> Iterator[Line]:
    """The rows of some public questions, as the section orders them: by theme, then as filed."""
    themes = themes_of(source)
    if not themes:
        return
    place = Case(
        *(When(theme.condition(), then=Value(place)) for place, theme in enumerate(themes)),
        output_field=IntegerField(),
    )
    ordered = rows.annotate(place=place).order_by("place", "number")
    found = ordered.select_related("edition", "group_head").only(*READ)
    for some in _batches(found.iterator(chunk_size=AT_ONCE)):
        known = _Known(some)
        for row in some:
            theme = themes[row.place]  # type: ignore[attr-defined] # annotated above
            yield Line(_cells(row, theme, known, source), theme.code, row.folio or "")


def _batches(rows: Iterator[Submission]) -> Iterator[tuple[Submission, ...]]:
    while some := tuple(islice(rows, AT_ONCE)):
        yield some


class _Known:
    """What hangs from a batch of questions: answers, terms, who is grouped with whom, errata."""

    def __init__(self, rows: tuple[Submission, ...]) -> None:
        heads = {row.group_head_id for row in rows if row.group_head_id}
        keys = [row.pk for row in rows]
        self.answers: dict[int, Answer] = {}
        answered = Answer.objects.published().filter(submission__in=[*keys, *heads])
        for answer in answered.only(*SIGNED).order_by("submission_id", "number"):
            self.answers[answer.submission_id] = answer
        terms = Deadline.objects.filter(submission__in=keys, clock=ClockRule.Clock.ANSWER)
        self.terms = {each.submission_id: each for each in terms.only(*TERM)}
        self.members: dict[int, list[str]] = {}
        grouped = Submission.objects.public().filter(group_head__in=keys).order_by("number")
        for head, folio in grouped.values_list("group_head", "folio"):
            self.members.setdefault(head, []).append(folio)
        owners = {row.group_head or row for row in rows}
        self.corrections = corrections_of(owners)

    def answer_to(self, row: Submission) -> Answer | None:
        """The last version of its own answer, or of its group's."""
        if row.answered_at is None:
            return None
        return self.answers.get(row.pk) or self.answers.get(row.group_head_id or 0)


def _cells(row: Submission, theme: Theme, known: _Known, source: Source) -> Cells:
    answer = known.answer_to(row)
    head = row.group_head if row.group_head is not None and row.group_head.is_public else None
    owner = row.group_head or row
    return {
        "tema": theme.code,
        "folio": row.folio,
        "tipo": row.get_kind_display(),
        "titulo": row.title,
        "texto": row.text,
        "nombre": row.shown_name,
        "sobre": row.about_title,
        "sobre_valor": row.about_value,
        "edicion": row.edition.number if row.edition else None,
        "ingreso_legal": day(row.filed_on),
        "extemporanea": row.is_extemporaneous,
        "estado": STATE[row.state].label,
        "derivada_a": row.referred_to,
        "apoyos": row.support_count,
        **_term(row, known.terms.get(row.pk), source),
        "efecto": str(Answer.Effect(answer.effect).label) if answer else "",
        "respuesta": answer.text if answer and answer.submission_id == row.pk else "",
        "version": answer.number if answer else None,
        "respuesta_firma": _signed(answer),
        "respuesta_sha256": answer.sha256 if answer else "",
        "se_responde_con": head.folio if head else "",
        "agrupadas": " ".join(known.members.get(row.pk, ())[:MOST_NAMED]),
        "agrupadas_total": len(known.members.get(row.pk, ())),
        "correcciones": "\n".join(
            f"Edición {each.edition}: {each.reason}"
            for each in known.corrections.get(owner.folio or "", ())
        ),
        "demostracion": row.is_demo,
        "direccion": absolute(f"/participacion/{row.folio}/"),
    }


def _signed(answer: Answer | None) -> str:
    if answer is None:
        return ""
    office = f", {answer.published_by_office}" if answer.published_by_office else ""
    return f"{answer.published_by_name}{office}"


def _term(row: Submission, term: Deadline | None, source: Source) -> dict[str, Any]:
    """Until when, when it was answered, and by how many business days it was late."""
    answered = row.answered_at
    is_late, days = None, None
    if term is not None and row.due_on is not None:
        end = term.met_at if answered and term.met_at else source.now
        is_late = end >= term.due_at
        is_owed = answered is None and STATE[row.state].is_open
        if answered is None and not is_owed:
            is_late = None
        elif is_late:
            until = end.astimezone(CHILE).date()
            days = business_days_between(row.due_on, until, source.calendar)
    return {
        "vence": day(row.due_on),
        "ampliacion": term.extension if term else 0,
        "respondida": instant(answered),
        "en_plazo": None if is_late is None or answered is None else not is_late,
        "atraso": days,
    }


def _answers(source: Source) -> Iterator[Line]:
    """Every signed version, those before the last included."""
    found = (
        Answer.objects.published()
        .filter(submission__in=questions_of(source).order_by().values("pk"))
        .select_related("submission")
        .only(*SIGNED, "reason", "published_at", "submission__folio")
        .order_by("submission__number", "number")
    )
    for each in found.iterator(chunk_size=AT_ONCE):
        cells: Cells = {
            "folio": each.submission.folio,
            "version": each.number,
            "efecto": str(Answer.Effect(each.effect).label),
            "texto": each.text,
            "motivo": each.reason,
            "firma": each.published_by_name,
            "cargo": each.published_by_office,
            "publicada": instant(each.published_at),
            "sha256": each.sha256,
        }
        yield Line(cells, folio=each.submission.folio or "")


THEMES = SectionOf(
    code="temas",
    title="Temas",
    about="Por capítulos y programas de la cuenta, en su orden.",
    fields=(
        Field("tema", "Tema"),
        Field("tipo", "Tipo"),
        Field("titulo", "Título"),
        Field("preguntas", "Preguntas", kind="integer"),
        Field("respondidas", "Respondidas", kind="integer"),
    ),
    read=_themes,
    empty="Nadie ha preguntado todavía.",
    shape="themes",
)
QUESTIONS = SectionOf(
    code="preguntas",
    title="Preguntas y respuestas",
    about="Todo lo publicado, con su respuesta, por temas.",
    fields=(
        Field("tema", "Tema"),
        Field("folio", "Folio"),
        Field("tipo", "Tipo"),
        Field("titulo", "Título"),
        Field("texto", "Texto"),
        Field("nombre", "Nombre mostrado"),
        Field("sobre", "Sobre"),
        Field("sobre_valor", "Cifra de la que habla"),
        Field("edicion", "Edición de la que habla", kind="integer"),
        Field("ingreso_legal", "Ingreso legal", kind="date"),
        Field("extemporanea", "Extemporánea", kind="boolean"),
        Field("estado", "Estado"),
        Field("derivada_a", "Derivada a"),
        Field("apoyos", "Apoyos", "personas más que preguntan lo mismo", "integer"),
        Field("vence", "Vence", kind="date"),
        Field("ampliacion", "Días de ampliación", "días hábiles", "integer"),
        Field("respondida", "Respondida", kind="dateTime"),
        Field("en_plazo", "En plazo", "vacío si no se ha respondido", "boolean"),
        Field("atraso", "Días hábiles de atraso", "vacío si no se atrasó", "integer"),
        Field("efecto", "Qué hizo la respuesta"),
        Field("respuesta", "Respuesta", "la última versión; vacía si es la de su grupo"),
        Field("version", "Versión de la respuesta", kind="integer"),
        Field("respuesta_firma", "Firma"),
        Field("respuesta_sha256", "Huella de la respuesta"),
        Field("se_responde_con", "Se responde con", "folio de la que encabeza su grupo"),
        Field("agrupadas", "Agrupadas con ella", f"folios; los primeros {MOST_NAMED}"),
        Field("agrupadas_total", "Cuántas se agruparon con ella", kind="integer"),
        Field("correcciones", "Correcciones que causó"),
        Field("demostracion", "Demostración", kind="boolean"),
        Field("direccion", "Dirección"),
    ),
    read=_questions,
    empty="Nadie ha preguntado todavía.",
    shape="cards",
)
ANSWERS = SectionOf(
    code="respuestas",
    title="Versiones de las respuestas",
    about="Cada versión firmada, también las anteriores.",
    fields=(
        Field("folio", "Folio"),
        Field("version", "Versión", kind="integer"),
        Field("efecto", "Qué hizo"),
        Field("texto", "Texto"),
        Field("motivo", "Por qué otra versión"),
        Field("firma", "Firma"),
        Field("cargo", "Cargo"),
        Field("publicada", "Publicada", kind="dateTime"),
        Field("sha256", "Huella (SHA-256)"),
    ),
    read=_answers,
    shape="data",
)
