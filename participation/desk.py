"""Which filings the desk shows: shelves with their counts, narrowing, search, pages, workload.

Made for a million rows: every shelf stands on a partial index, pages are cut by comparing rows
and never by an offset, and what is counted stops counting at `MOST_COUNTED`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.db.models.lookups import GreaterThan, LessThan

from participation.folios import read_folio
from participation.models import Answer, ClockRule, Deadline, Submission, Unit
from participation.models.submissions import SEARCH_CONFIG, SubmissionQuerySet
from participation.transitions import OPEN
from programs.models import User

PAGE = 25
MOST_COUNTED = 1_000
MOST_FOUND = 1_000  # of a search by words; beyond, the desk asks for another word
# Never read for a list: the text and what is derived from it are most of a row.
SKIPPED = ("search", "text", "public_note", "mend_request")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One tab of the desk. `order` ends in the key, so that a place in it is exact."""

    code: str
    label: str
    empty: str  # what is said where there is nothing
    narrow: Callable[[SubmissionQuerySet, User, date], SubmissionQuerySet]
    order: tuple[str, ...] = ("due_on", "pk")
    is_counted: bool = True
    is_tab: bool = True  # else reached from the first page of the admin only


def _reviewed_answers() -> Exists:
    """Those whose answer in progress only waits for its signature."""
    return Exists(
        Answer.objects.filter(
            submission=OuterRef("pk"), published_at__isnull=True, reviewed_at__isnull=False
        )
    )


SHELVES = (
    Shelf("mine", "Mías", "No tiene ninguna a su cargo.", lambda rows, user, _: rows.of(user)),
    Shelf(
        "unassigned", "Sin asignar", "Todas tienen su unidad.",
        lambda rows, _user, _: rows.unassigned(),
    ),
    Shelf("today", "Vencen hoy", "Ninguna vence hoy.", lambda rows, _, today: rows.due(today)),
    Shelf(
        "late", "Fuera de plazo", "Ninguna está fuera de plazo.",
        lambda rows, _, today: rows.late(today),
    ),
    Shelf(
        "unit", "De mi unidad, sin persona", "Todas las de su unidad tienen quien las escriba.",
        lambda rows, user, _: rows.owed().filter(
            unit__in=Unit.objects.filter(Q(members=user) | Q(head=user)).values("pk"),
            assigned_to__isnull=True,
        ),
        is_tab=False,
    ),
    Shelf(
        "writing", "En su unidad", "Ninguna unidad está escribiendo.",
        lambda rows, _user, _: rows.owed().filter(state__in=("assigned", "drafting")),
        is_tab=False,
    ),
    Shelf(
        "mending", "Por completar", "Nadie tiene que completar lo que envió.",
        lambda rows, _user, _: rows.owed().filter(state="mending"), is_tab=False,
    ),
    Shelf(
        "review", "Por revisar", "Ninguna respuesta espera revisión.",
        lambda rows, _user, _: rows.filter(~_reviewed_answers(), state="in_review"), order=("pk",),
    ),
    Shelf(
        "sign", "Por firmar", "Ninguna respuesta espera la firma.",
        lambda rows, _user, _: rows.filter(_reviewed_answers(), state="in_review"), order=("pk",),
    ),
    Shelf(
        "moderate", "Por moderar", "Todo lo que llegó ya se leyó.",
        lambda rows, _user, _: rows.filter(state="received"), order=("pk",),
    ),
    # Nobody else would know that its author asked: a term runs for no one, and no mail is sent.
    Shelf(
        "again", "Piden revisión", "Nadie pidió revisar por qué no se admitió.",
        lambda rows, _user, _: rows.filter(
            state="not_admitted", review_asked_at__isnull=False, reviewed_at__isnull=True
        ),
        order=("pk",),
    ),
    Shelf(
        "council", "Consejo", "El Consejo no espera ninguna respuesta.",
        lambda rows, _user, _: rows.owed().of_council(),
    ),
    Shelf(
        "owed", "Por responder", "No queda ninguna por responder.",
        lambda rows, _user, _: rows.owed(), is_counted=False,
    ),
    Shelf(
        "all", "Todas", "Todavía no ha llegado ninguna.",
        lambda rows, _user, _: rows.filed(), order=("-pk",), is_counted=False,
    ),
)  # fmt: skip
SHELF = MappingProxyType({shelf.code: shelf for shelf in SHELVES})


@dataclass(frozen=True, slots=True)
class Tab:
    """A shelf with how many are on it; `count` is None where nobody counts."""

    shelf: Shelf
    count: int | None

    @property
    def shown(self) -> str:
        return count_in_words(self.count)


def count_in_words(count: int | None) -> str:
    """`12`, or `más de 1.000`; empty where it was not counted."""
    if count is None:
        return ""
    return "más de 1.000" if count > MOST_COUNTED else f"{count:,}".replace(",", ".")


def tabs_of(user: User, today: date) -> tuple[Tab, ...]:
    """Every shelf with its count, in one statement that reads at most 1,001 entries of an index."""
    counted = [shelf for shelf in SHELVES if shelf.is_counted]
    parts, values = [], []
    for shelf in counted:
        rows = shelf.narrow(Submission.objects.order_by(), user, today).values("pk")
        sql, params = rows[: MOST_COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS rows)")  # noqa: S608
        values += params
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        counts = dict(zip((shelf.code for shelf in counted), cursor.fetchone(), strict=True))
    return tuple(Tab(shelf, counts.get(shelf.code)) for shelf in SHELVES)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to: conditions on its rows, and what is searched for."""

    conditions: tuple[Q, ...] = ()
    clock: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """One page. `before` and `after` are places to go on from; empty at an end."""

    rows: tuple[Submission, ...]
    before: str
    after: str
    is_cut_short: bool  # a search found more than `MOST_FOUND`


class _Row(Func):
    """`ROW(a, b)`: PostgreSQL compares rows as one key, and its indexes follow."""

    template = "ROW(%(expressions)s)"
    output_field = TextField()  # of a row there is no type; nothing is read from it


def page_of(
    shelf: Shelf,
    user: User,
    today: date,
    narrowing: Narrowing = Narrowing(),
    *,
    after: tuple[Any, ...] = (),
    before: tuple[Any, ...] = (),
    size: int = PAGE,
) -> Cut:
    """The rows of a shelf that come after a place, or before it."""
    rows = narrowed(shelf.narrow(Submission.objects.all(), user, today), narrowing)
    is_cut_short = False
    if narrowing.words:
        rows, is_cut_short = _found(rows, narrowing.words)
    place, is_back = (before, True) if before else (after, False)
    order = tuple(_turned(name) for name in shelf.order) if is_back else shelf.order
    if place:
        rows = rows.filter(_beyond(order, place))
    rows = rows.select_related("unit", "assigned_to").defer(*SKIPPED).order_by(*order)
    found = list(rows[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    return Cut(
        rows=tuple(found),
        before=_place(shelf, found[0]) if found and (has_more if is_back else bool(after)) else "",
        after=_place(shelf, found[-1]) if found and (is_back or has_more) else "",
        is_cut_short=is_cut_short,
    )


def narrowed(rows: SubmissionQuerySet, narrowing: Narrowing) -> SubmissionQuerySet:
    """`rows` with the conditions and the clock asked for."""
    rows = rows.filter(*narrowing.conditions)
    if narrowing.clock:
        running = Deadline.objects.filter(clock=narrowing.clock, met_at__isnull=True)
        rows = rows.filter(pk__in=running.values("submission"))
    return rows


def _found(rows: SubmissionQuerySet, words: str) -> tuple[SubmissionQuerySet, bool]:
    """Those with that folio, however it was written, or with those words."""
    try:
        folio = read_folio(words)
    except ValueError:
        query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        hits = rows.order_by().filter(search=query).values_list("pk", flat=True)
        keys = list(hits[: MOST_FOUND + 1])
        return rows.filter(pk__in=keys[:MOST_FOUND]), len(keys) > MOST_FOUND
    return rows.filter(folio=str(folio)), False


def _turned(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], place: tuple[Any, ...]) -> Any:
    """Beyond `place` in `order`; an order that mixes directions has no such comparison."""
    columns = _Row(*(F(name.removeprefix("-")) for name in order))
    values = _Row(*(Value(value) for value in place))
    return (LessThan if order[0].startswith("-") else GreaterThan)(columns, values)


def _place(shelf: Shelf, row: Submission) -> str:
    return f"{row.due_on}_{row.pk}" if "due_on" in shelf.order else str(row.pk)


def read_place(shelf: Shelf, typed: str) -> tuple[Any, ...]:
    """The place that an address names.

    Raises:
        ValueError: it names none.
    """
    if not typed:
        return ()
    day, _, key = typed.rpartition("_")
    if not key.isdecimal() or not key.isascii() or len(key) > 18:
        raise ValueError("not a place")
    if "due_on" in shelf.order:
        return date.fromisoformat(day), int(key)
    return (int(key),)


def reviewed(rows: tuple[Submission, ...]) -> set[int]:
    """Of those in review, the keys whose answer only waits for its signature."""
    waiting = [row.pk for row in rows if row.state == "in_review"]
    answers = Answer.objects.filter(
        submission__in=waiting, published_at__isnull=True, reviewed_at__isnull=False
    )
    return set(answers.values_list("submission_id", flat=True))


def starts_of(rows: tuple[Submission, ...]) -> dict[int, date]:
    """By key, the day after which the term to answer each of them runs."""
    terms = Deadline.objects.filter(submission__in=rows, clock=ClockRule.Clock.ANSWER)
    return dict(terms.values_list("submission_id", "starts_after"))


@dataclass(frozen=True, slots=True)
class Load:
    """What a unit owes and how much is late, counted up to `MOST_COUNTED`; the first day due."""

    unit: Unit
    owed: int
    late: int
    oldest: date | None

    @property
    def owed_shown(self) -> str:
        return count_in_words(self.owed)

    @property
    def late_shown(self) -> str:
        return count_in_words(self.late)


def workload(today: date) -> tuple[Load, ...]:
    """What each unit in force owes, in one statement over the index of its unit."""
    owed = "SELECT 1 FROM participation_submission s WHERE s.unit_id = u.id"
    states = ", ".join(["%s"] * len(OPEN))
    owed += f" AND s.state IN ({states}) AND s.answered_at IS NULL"
    counted = f"SELECT count(*) FROM ({owed} {{}} LIMIT {MOST_COUNTED + 1}) AS owing"  # noqa: S608
    sql = (
        f"SELECT u.id, ({counted.format('')}), ({counted.format('AND s.due_on < %s')}), "  # noqa: S608
        f"({owed.replace('SELECT 1', 'SELECT s.due_on', 1)} ORDER BY s.due_on, s.id LIMIT 1) "
        "FROM participation_unit u WHERE u.is_active ORDER BY u.name"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*OPEN, *OPEN, today, *OPEN])
        counts = {key: found for key, *found in cursor.fetchall()}
    units = Unit.objects.in_bulk(counts)
    return tuple(Load(units[key], *each) for key, each in counts.items())
