"""The list of public questions, as it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from participation.cuts import Cut
from participation.deadlines import CHILE
from participation.due_words import day_in_words
from participation.filters import KINDS, ORDERS, STATES, SUBJECT
from participation.models import Answer, Submission
from participation.pages.choices import Choice, Option
from participation.public import MOST_COUNTED
from participation.subjects import address_in, ledger_of, newest_edition, subject_of
from participation.transitions import OPEN, STATE
from programs.figures import format_number, plural
from programs.models import Edition
from programs.regions import REGIONS

FEED = "/participacion/preguntas.atom"
FILES = (
    ("preguntas, CSV", "/participacion/preguntas.csv"),
    ("preguntas, JSON", "/participacion/preguntas.json"),
    ("respuestas, CSV", "/participacion/respuestas.csv"),
    ("respuestas, JSON", "/participacion/respuestas.json"),
)
LIST = "/participacion/"
_AT_WORK = ("assigned", "drafting", "in_review", "grouped")
_ENDED = ("referred", "converted")


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A square and its word: `empty`, `half`, `full`, `late` or `ended`."""

    square: str
    word: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question in a list."""

    folio: str
    href: str
    title: str
    count: str
    noun: str
    status: StatusMark
    about: str
    place: str
    day: str
    due: str
    effect: str
    is_extemporaneous: bool
    is_demo: bool
    head_href: str
    head_title: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A state one can choose, with how many there are."""

    label: str
    count: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class QuestionList:
    """All that the list shows. `is_filtered`: something narrows it."""

    rows: tuple[QuestionRow, ...]
    tabs: tuple[Tab, ...]
    choices: tuple[Choice, ...]
    words: str
    words_trouble: str
    subject: str
    subject_path: str
    hidden: tuple[tuple[str, str], ...]
    total: str
    next: str
    first: str
    feed: str
    files: tuple[tuple[str, str], ...]
    is_filtered: bool
    is_demo: bool
    troubles: tuple[str, ...]
    ask: str


def question_row(row: Submission, today: date) -> QuestionRow:
    """A public submission in a list."""
    head = row.group_head if row.group_head is not None and row.group_head.is_public else None
    return QuestionRow(
        folio=row.folio or "",
        href=f"{LIST}{row.folio}/",
        title=row.title,
        count=format_number(row.support_count),
        noun="apoyo" if row.support_count == 1 else "apoyos",
        status=status_of(row, today),
        about=row.about_value or row.about_title,
        place=row.about_title if row.about_value else "",
        day=short_day(row.filed_on) if row.filed_on else "",
        due=due_of(row, today),
        effect=effect_of(row),
        is_extemporaneous=row.is_extemporaneous,
        is_demo=row.is_demo,
        head_href=f"{LIST}{head.folio}/" if head else "",
        head_title=head.title if head else "",
    )


def status_of(row: Submission, today: date) -> StatusMark:
    """Where it is. Late is computed: who was answered, however late, is answered."""
    label = STATE[row.state].label
    if row.answered_at is not None:
        return StatusMark("full", "Respondida")
    if row.state in _ENDED or row.state not in OPEN:
        return StatusMark("ended", label)
    if row.due_on is not None and row.due_on < today:
        return StatusMark("late", "Fuera de plazo")
    return StatusMark("half" if row.state in _AT_WORK else "empty", label)


def due_of(row: Submission, today: date) -> str:
    """Until when the answer is owed; empty where none is."""
    if row.answered_at is not None or row.state not in OPEN or row.due_on is None:
        return ""
    verb = "Venció" if row.due_on < today else "Vence"
    return f"{verb} el {short_day(row.due_on)}"


def effect_of(row: Submission) -> str:
    """What its answer does, in a word; empty without one."""
    return str(Answer.Effect(row.effect).label) if row.effect in Answer.Effect.values else ""


def short_day(day: date) -> str:
    """`4 de junio de 2022`."""
    return day_in_words(day, with_year=True).split(" ", 1)[1]


def day_of(instant: Any) -> date:
    """The day in Chile."""
    found: date = instant.astimezone(CHILE).date()
    return found


def count_in_words(count: int) -> str:
    """`12`, or `más de 1.000`."""
    return "más de 1.000" if count > MOST_COUNTED else format_number(count)


def total_in_words(count: int) -> str:
    """`1 pregunta`, `12 preguntas`, `Más de 1.000 preguntas`."""
    if count > MOST_COUNTED:
        return "Más de 1.000 preguntas"
    return plural(count, "pregunta", "preguntas")


def address_of(asked: Mapping[str, str], base: str = LIST) -> str:
    """The list with these parameters; the empty ones are left out."""
    kept = {name: value for name, value in asked.items() if value}
    return f"{base}?{urlencode(kept)}" if kept else base


def question_list(
    cut: Cut[Submission], counts: Mapping[str, int], asked: Mapping[str, str], today: date
) -> QuestionList:
    """A page of the list for what was asked in its address."""
    state = asked.get("estado", "")
    if asked.get("orden") == "plazo" and state in ("", "sin-respuesta"):
        state = "sin-respuesta"  # what waits for no answer has no term to sort by
    return _list(
        asked,
        rows=tuple(question_row(row, today) for row in cut.rows),
        tabs=tuple(_tabs(counts, asked)),
        total=total_in_words(counts[state]),
        next=address_of({**asked, "despues": cut.after}) if cut.after else "",
        first=address_of({**asked, "despues": ""}) if asked.get("despues") else "",
        is_demo=any(row.is_demo for row in cut.rows),
    )


def refused_list(asked: Mapping[str, str], troubles: Mapping[str, str]) -> QuestionList:
    """The page for an address with something that cannot be: what to mend, beside its box."""
    known = {"q", "capitulo", "programa", "region", "tipo", "efecto", "orden"}
    return _list(
        asked,
        troubles_by=troubles,
        troubles=tuple(said for name, said in troubles.items() if name not in known),
    )


def _list(
    asked: Mapping[str, str], troubles_by: Mapping[str, str] | None = None, **fields: Any
) -> QuestionList:
    found = troubles_by or {}
    subject, path = subject_of_list("" if "sobre" in found else asked.get("sobre", ""))
    narrowing = {n: v for n, v in asked.items() if v and n not in ("orden", "despues", "estado")}
    shown = {**narrowing, "estado": asked.get("estado", "")}
    kept = ("sobre", "estado", "cuenta")
    empty: dict[str, Any] = {
        "rows": (), "tabs": (), "total": "", "next": "", "first": "", "is_demo": False,
        "troubles": (),
    }  # fmt: skip
    values = empty | {
        "choices": tuple(_choices(asked, found)),
        "words": asked.get("q", "").replace("\x00", ""),
        "words_trouble": found.get("q", ""),
        "subject": subject,
        "subject_path": path,
        "hidden": tuple((n, asked[n]) for n in kept if asked.get(n) and n not in found),
        "feed": address_of(shown, FEED),
        "files": tuple((label, address_of(shown, path)) for label, path in FILES),
        "is_filtered": bool(narrowing or asked.get("estado")),
        "ask": f"/participar/?{urlencode({'sobre': path})}" if path else "/participar/",
    }
    return QuestionList(**(values | fields))


def subject_of_list(address: str) -> tuple[str, str]:
    """What a page of the account is called, in its newest edition, and its permanent address."""
    found = SUBJECT.fullmatch(address) if address else None
    edition = newest_edition_of(int(found["year"])) if found else None
    if found is None or edition is None:
        return "", ""
    subject = subject_of(ledger_of(edition), found["path"])
    return (subject.title, address_in(edition, found["path"])) if subject else ("", "")


def newest_edition_of(year: int) -> Edition | None:
    """The last edition of that year's account, if there is one."""
    rows = Edition.objects.select_related("account").filter(account__account_year=year)
    return rows.order_by("-number").first()


def _tabs(counts: Mapping[str, int], asked: Mapping[str, str]) -> Iterable[Tab]:
    here = asked.get("estado", "")
    for code, label in (("", "Todas"), *STATES):
        if counts[code] or code in ("", "sin-respuesta", "respondidas", here):
            href = address_of({**asked, "estado": code, "despues": ""})
            yield Tab(label, count_in_words(counts[code]), href, code == here)


def _choices(asked: Mapping[str, str], troubles: Mapping[str, str]) -> Iterable[Choice]:
    edition = newest_edition()
    chapters, programs = (), ()
    if edition is not None:
        ledger = ledger_of(edition)
        chapters = tuple((each.slug, each.title) for each in ledger.chapters)
        programs = tuple(sorted((each.slug, each.name) for each in ledger.programs))
    boxes = (
        ("capitulo", "Capítulo", "Todos", chapters),
        ("programa", "Programa", "Todos", programs),
        ("region", "Región", "Todo Chile", tuple((e.slug, e.short_name) for e in REGIONS)),
        ("tipo", "Tipo", "Todos", KINDS[:-1]),
        ("efecto", "Qué hizo la respuesta", "Cualquier cosa", tuple(Answer.Effect.choices)),
        ("orden", "Orden", "", ORDERS),
    )
    for name, label, everything, options in boxes:
        value = asked.get(name, "")
        shown = ((("", everything), *options)) if everything else options
        if value and value not in dict(options) and name not in troubles:
            shown = (*shown, (value, value))  # of another account: it stays chosen
        yield Choice(
            name, label,
            tuple(Option(code, words, code == value) for code, words in shown),
            troubles.get(name, ""),
        )  # fmt: skip
