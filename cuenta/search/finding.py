"""Asking the index: what is found, how much of each kind, and what was perhaps meant.

Every statement is bounded: from each rung at most so many documents are looked at, whatever their
number. Beyond it counts say «más de».
"""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Round

from cuenta.models import SearchDocument, SearchWord
from cuenta.models.search import STEMS, WHOLE, Rung
from cuenta.search.documents import plain
from cuenta.search.queries import Asked, query_of, read, unquoted
from cuenta.search.sources import BY_CODE, SOURCES

PAGE = 20
# Documents looked at from each rung: more are counted as «más de».
MOST = {Rung.PLACES: 1_000, Rung.FIGURES: 600, Rung.PEOPLE: 600}
FACETS = ("kind", "year", "chapter", "program", "region")
WEIGHTS = [0.05, 0.2, 0.5, 1.0]  # D, C, B, A: elsewhere, note, text, title
# Its name is what was typed, or begins with it; it states the amount that was typed.
EXACT, BEGINS, STATES = 4.0, 0.6, 3.0
POINTS = 100_000  # scores are whole numbers, so that a place in the list can be named
HIT, END = "\ue000", "\ue001"  # around what is highlighted: private characters, never in a page
_MOST_ALIKE = 12
ALIKE = 0.7  # of a word that is suggested, from 0 to 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `after` is where the next begins, empty at the end."""

    rows: tuple[SearchDocument, ...]
    after: str
    status: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each value of each facet, of those looked at; `is_more`: there are others."""

    facets: Mapping[str, Mapping[str, int]]
    total: int
    is_more: bool


def readable() -> QuerySet[SearchDocument]:
    """What anyone may read at this moment, whatever the index still holds."""
    allowed = Q()
    for source in SOURCES:
        allowed |= Q(Q(source=source.name), source.readable())
    return SearchDocument.objects.filter(allowed)


def find(asked: Asked, typed: str, chosen: Mapping[str, str], after: str = "") -> Found:
    """The documents of one page, the best first.

    Raises:
        ValueError: `after` is not a place of a list.
    """
    query = query_of(asked)
    rungs = [(rows.annotate(score=_score(asked, query, typed)).values("pk", "score"), most)
             for rows, most in _rungs(query, chosen)]  # fmt: skip
    sql, params = _union(rungs)
    if not sql:
        return Found((), "")
    where = ""
    if after:
        where, params = "WHERE (score, id) < (%s, %s)", [*params, *read_place(after)]
    statement = (
        f"SELECT id, score FROM ({sql}) AS looked (id, score) {where} "  # noqa: S608
        f"ORDER BY score DESC, id DESC LIMIT {PAGE + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        places = cursor.fetchall()
    rows = _shown([key for key, _ in places[:PAGE]], query)
    key, score = places[PAGE - 1] if len(places) > PAGE else (0, 0)
    return Found(rows, _place(score, key) if key else "", _status(rows))


def exists(asked: Asked) -> bool:
    """Whether anything that anyone may read has all of it."""
    return readable().filter(search=query_of(asked)).exists()


def count(asked: Asked, chosen: Mapping[str, str]) -> Counts:
    """What each facet could be narrowed to: by itself, with what is chosen in the others."""
    query = query_of(asked)
    rungs = [(rows.values("pk", "rung", *FACETS), most) for rows, most in _rungs(query, {})]
    sql, params = _union(rungs)
    if not sql:
        return Counts({name: {} for name in FACETS}, 0, is_more=False)
    return _counted(sql, params, chosen)


def _counted(sql: str, params: list[Any], chosen: Mapping[str, str]) -> Counts:
    parts, values = [], list(params)
    for name in FACETS:
        where, more = _narrowed({key: value for key, value in chosen.items() if key != name})
        parts.append(f"SELECT '{name}', {name}::text, count(*) FROM looked {where} GROUP BY 2")  # noqa: S608
        values += more
    where, more = _narrowed(chosen)
    parts.append(f"SELECT 'total', '', count(*) FROM looked {where}")  # noqa: S608
    parts.append("SELECT 'rung', rung::text, count(*) FROM looked GROUP BY 2")
    names = ", ".join(("id", "rung", *FACETS))
    statement = f"WITH looked ({names}) AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}"
    facets: dict[str, dict[str, int]] = {name: {} for name in (*FACETS, "total", "rung")}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *more])
        for name, value, number in cursor.fetchall():
            if value or name == "total":
                facets[name][value] = number
    reached = facets.pop("rung")
    total = facets.pop("total").get("", 0)
    is_more = any(reached.get(str(int(rung)), 0) >= most for rung, most in MOST.items())
    return Counts(facets, total, is_more)


def _narrowed(chosen: Mapping[str, str]) -> tuple[str, list[Any]]:
    """The condition of what was chosen; names are ours, values are parameters."""
    kept = {name: value for name, value in chosen.items() if value}
    conditions = " AND ".join(f"{name}::text = %s" for name in FACETS if name in kept)
    return (f"WHERE {conditions}" if conditions else ""), [
        kept[name] for name in FACETS if name in kept
    ]


def _rungs(
    query: SearchQuery, chosen: Mapping[str, str]
) -> Iterator[tuple[QuerySet[SearchDocument], int]]:
    """The documents of each rung that have the words and what was chosen, and how many at most."""
    kept = {name: value for name, value in chosen.items() if value}
    kind = BY_CODE.get(kept.get("kind", ""))
    for rung, most in MOST.items():
        if kind is None or kind.rung == rung:
            yield readable().filter(rung=rung, search=query, **kept), most


def _union(rungs: Sequence[tuple[Any, int]]) -> tuple[str, list[Any]]:
    parts, params = [], []
    for rows, most in rungs:
        try:
            sql, values = rows[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"({sql})")
        params += values
    return " UNION ALL ".join(parts), params


def _score(asked: Asked, query: SearchQuery, typed: str) -> Cast:
    """How well a document answers: its name, the amount it states, its words, its kind."""
    bare = plain(unquoted(typed))
    amount = Case(
        *(
            When(numbers__regex=rf"(^| ){re.escape(digits)}( |$)", then=Value(STATES))
            for digits, _ in asked.amounts
        ),
        default=Value(0.0),
    )
    title = Case(
        When(names__contains=[bare], then=Value(EXACT)),
        When(title_plain__startswith=bare, then=Value(BEGINS)),
        default=Value(0.0),
    )
    rank = SearchRank(F("search"), query, weights=WEIGHTS, normalization=Value(1))
    return Cast(Round((rank + title + amount + F("lift")) * POINTS), BigIntegerField())


def _shown(keys: list[int], query: SearchQuery) -> tuple[SearchDocument, ...]:
    """The rows of a page, in their order, with what was found marked in title and text."""
    rows = readable().filter(pk__in=keys).defer("search", "words", "numbers")
    rows = rows.annotate(
        found_title=_marked("title", query, whole=True),
        found_title_words=_marked("title", query, whole=True, config=WHOLE),
        found_body=_marked("body", query),
        found_words=_marked("body", query, config=WHOLE),
    )
    found = {row.pk: row for row in rows}
    return tuple(found[key] for key in keys if key in found)


def _marked(name: str, query: SearchQuery, *, whole: bool = False, config: str = STEMS) -> Any:
    """The field with HIT and END around what was found; somebody else's are taken away first."""
    bare = Func(
        F(name), Value(HIT + END), Value(""), function="translate", output_field=TextField()
    )
    if whole:
        return SearchHeadline(bare, query, config=config, start_sel=HIT, stop_sel=END,
                              highlight_all=True)  # fmt: skip
    return SearchHeadline(bare, query, config=config, start_sel=HIT, stop_sel=END,
                          max_words=34, min_words=16, max_fragments=2,
                          fragment_delimiter=" … ")  # fmt: skip


def _status(rows: Sequence[SearchDocument]) -> dict[int, str]:
    said: dict[int, str] = {}
    for source in SOURCES:
        said |= source.status([row for row in rows if row.source == source.name])
    return said


def _place(score: int, key: int) -> str:
    return base64.urlsafe_b64encode(f"{score}|{key}".encode()).decode().rstrip("=")


def read_place(typed: str) -> tuple[int, int]:
    """The score and the key that a place of a list stands for. Raises ValueError if it is none."""
    try:
        text = base64.b64decode(typed + "=" * (-len(typed) % 4), altchars=b"-_", validate=True)
        score, key = text.decode("ascii").split("|")
    except (binascii.Error, ValueError):
        raise ValueError("not a place of the list") from None
    if not (score.isdecimal() and key.isdecimal()) or len(score) > 12 or len(key) > 18:
        raise ValueError("not a place of the list")
    return int(score), int(key)


# -- what was perhaps meant


def suggestion(asked: Asked, typed: str) -> str:
    """What was typed with each unknown word changed for the nearest one that leads somewhere.

    A phrase that nothing has is looked for without its quotes. Empty where every word is known, or
    where nothing that anyone may read has the others.
    """
    if asked.phrases:
        return unquoted(typed) if exists(read(unquoted(typed))) else ""
    words = {word: plain(word) for word in asked.words if word.isalpha()}
    known = set(
        SearchWord.objects.filter(word__in=words.values()).values_list("word", flat=True)
    )  # fmt: skip
    changed, said = dict.fromkeys(asked.words, ""), typed
    for word, bare in words.items():
        near = "" if bare in known else _nearest(bare)
        if near:
            changed[word] = near
            said = said.replace(word, near, 1)
    if not any(changed.values()):
        return ""
    meant = Asked(tuple(changed[word] or word for word in asked.words), asked.amounts)
    return said if exists(meant) else ""


def _nearest(bare: str) -> str:
    """The known word most like this one: by its letters in threes (an index), then in their order.

    Of words that are as like, the one that more documents use; empty where none is like it.
    """
    rows = SearchWord.objects.filter(word__trigram_similar=bare[:30])
    rows = rows.annotate(
        near=Func(F("word"), Value(bare), function="similarity", output_field=FloatField())
    ).order_by("-near", "-times")  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = 0.2")  # «pime» is like «pyme»
        found = list(rows.values_list("word", "shown", "times")[:_MOST_ALIKE])
    alike = [
        (likeness, times, shown)
        for word, shown, times in found
        if (likeness := _likeness(word, bare)) >= ALIKE
    ]
    return max(alike)[2] if alike else ""


def _likeness(word: str, other: str) -> float:
    """From 0 to 1: letters in the same order, less a little for each one more or less."""
    return SequenceMatcher(None, word, other).ratio() - abs(len(word) - len(other)) / 20
