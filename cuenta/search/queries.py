"""What somebody typed, as a question to the index."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from cuenta.models.search import STEMS, WHOLE
from cuenta.search.amounts import amounts_in

MOST_WORDS = 12
SHORTEST_PREFIX = 3  # letters from which on a word may be the beginning of another
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')
_QUOTES = str.maketrans(dict.fromkeys('"«»“”', " "))
_STOP = "SELECT w FROM unnest(%s::text[]) AS w WHERE numnode(to_tsquery(%s::regconfig, w)) = 0"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: words; amounts, in plain digits and as they were written; and phrases, which
    stood between quotes."""

    words: tuple[str, ...]
    amounts: tuple[tuple[str, str], ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.amounts or self.phrases)

    @property
    def size(self) -> int:
        quoted = sum(len(_WORD.findall(phrase)) for phrase in self.phrases)
        return len(self.words) + len(self.amounts) + quoted


def read(typed: str) -> Asked:
    """Phrases, words and amounts of a text. An amount that reads in two ways is taken as words, and
    a quote that is never closed as nothing."""
    phrases = [" ".join(found).strip() for found in _QUOTED.findall(typed)]
    rest, amounts = _QUOTED.sub(" ", typed), []
    for written, digits in amounts_in(rest):
        if digits:
            amounts.append((digits, written))
            rest = rest.replace(written, " ", 1)
    telling = tuple(phrase for phrase in phrases if _WORD.search(phrase))
    return Asked(tuple(_WORD.findall(rest)), tuple(amounts), telling)


def unquoted(typed: str) -> str:
    """The same without quotes: its words, wherever they stand."""
    return " ".join(typed.translate(_QUOTES).split())


def query_of(asked: Asked) -> SearchQuery:
    """All that was typed must be there: each word by its stem, or as the beginning of a word.

    Words that say nothing (`de`, `la`) are left out, unless there are no others. A phrase is those
    very words, one after the other; only accents and capitals do not matter.
    """
    silent = set(silent_words(asked.words))
    telling = [word for word in asked.words if word not in silent]
    if not telling and not asked.amounts and not asked.phrases:
        telling = list(asked.words)
    parts = [_word(word, is_silent=word in silent) for word in telling]
    parts += [_amount(digits, written) for digits, written in asked.amounts]
    parts += [SearchQuery(each, config=WHOLE, search_type="phrase") for each in asked.phrases]
    return reduce(and_, parts)


def silent_words(words: Sequence[str]) -> Iterable[str]:
    """Those that the Spanish dictionary leaves out."""
    if not words:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_STOP, [list(words), STEMS])
        return [row[0] for row in cursor.fetchall()]


def _word(word: str, *, is_silent: bool) -> SearchQuery:
    prefix = ":*" if len(word) >= SHORTEST_PREFIX else ""
    whole = SearchQuery(word + prefix, config=WHOLE, search_type="raw")
    if is_silent:
        return whole
    return SearchQuery(word, config=STEMS, search_type="raw") | whole


def _amount(digits: str, written: str) -> SearchQuery:
    """In plain digits, as figures keep it; or within a text, as it is written there."""
    bare = re.sub(r"[^0-9.,]", "", written).strip(".,")
    forms = dict.fromkeys((digits, bare, bare.replace(",", ".")))
    return reduce(or_, (SearchQuery(form, config=WHOLE, search_type="plain") for form in forms))
