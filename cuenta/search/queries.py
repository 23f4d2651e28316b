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
_STOP = "SELECT w FROM unnest(%s::text[]) AS w WHERE numnode(to_tsquery(%s::regconfig, w)) = 0"


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that were typed and the amounts, in plain digits and as they were written."""

    words: tuple[str, ...]
    amounts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.amounts)

    @property
    def size(self) -> int:
        return len(self.words) + len(self.amounts)


def read(typed: str) -> Asked:
    """Words and amounts of a text. An amount that reads in two ways is taken as words."""
    rest, amounts = typed, []
    for written, digits in amounts_in(typed):
        if digits:
            amounts.append((digits, written))
            rest = rest.replace(written, " ", 1)
    return Asked(tuple(_WORD.findall(rest)), tuple(amounts))


def query_of(asked: Asked) -> SearchQuery:
    """All that was typed must be there: each word by its stem, or as the beginning of a word.

    Words that say nothing (`de`, `la`) are left out, unless there are no others.
    """
    silent = set(silent_words(asked.words))
    telling = [word for word in asked.words if word not in silent]
    if not telling and not asked.amounts:
        telling = list(asked.words)
    parts = [_word(word, is_silent=word in silent) for word in telling]
    parts += [_amount(digits, written) for digits, written in asked.amounts]
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
