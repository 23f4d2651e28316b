"""Writing the index: a source at a time, what changed since the last time, in one transaction."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import connection, transaction

from cuenta.models import SearchDocument, SearchMark, SearchWord
from cuenta.search.documents import Changes, Document, Source, batches, plain, row_of
from cuenta.search.sources import SOURCES

AT_ONCE = 500  # groups
SHORTEST, LONGEST = 3, 30  # letters of a word worth suggesting
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},{LONGEST}}}")
_COUNT = """
INSERT INTO cuenta_searchword (word, shown, times)
SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])
ON CONFLICT (word) DO UPDATE SET times = cuenta_searchword.times + excluded.times
"""


def catch_up(*, anew: bool = False) -> int:
    """Read what changed from every source; how many documents were written.

    `anew` reads everything again. Whoever comes while another one is at it waits for it.
    """
    return sum(_catch_up(source, anew=anew) for source in SOURCES)


def _catch_up(source: Source, *, anew: bool) -> int:
    written, changes = _part(source, "" if anew else None)
    while not changes.is_last:
        more, changes = _part(source, None)
        written += more
    return written


@transaction.atomic
def _part(source: Source, mark: str | None) -> tuple[int, Changes]:
    """Read once from a source, from `mark` or from where it was left, and note up to where.

    Each part is kept by itself: what is cut short goes on from there the next time.
    """
    SearchMark.objects.get_or_create(source=source.name)
    held = SearchMark.objects.select_for_update().get(source=source.name)
    changes = source.changes(held.mark if mark is None else mark)
    written = sum(_replace(source, batch) for batch in batches(changes.groups, AT_ONCE))
    if changes.is_all:
        _forget(source)
    if held.mark != changes.mark:
        held.mark = changes.mark
        held.save(update_fields=["mark"])
    return written, changes


def _replace(source: Source, batch: list[tuple[str, Sequence[Document]]]) -> int:
    """Put these groups in the place of what there was of them."""
    old = SearchDocument.objects.filter(
        source=source.name, group__in=[group for group, _ in batch]
    )  # fmt: skip
    rows = [row_of(source, group, each) for group, documents in batch for each in documents]
    count_words(_texts(rows), _texts(old))
    old.delete()
    SearchDocument.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def _forget(source: Source) -> None:
    """Take away the groups that nobody may read any more, once all the others were read again."""
    rows = SearchDocument.objects.filter(source=source.name)
    readable = rows.filter(source.readable()).values("pk")
    gone = rows.exclude(pk__in=readable).values_list("group", flat=True).distinct()
    for batch in batches(((group, ()) for group in sorted(gone)), AT_ONCE):
        _replace(source, batch)


def _texts(rows: Iterable[SearchDocument]) -> Iterator[str]:
    for row in rows:
        yield f"{row.title} {row.note} {row.body} {row.words}"


def words_in(text: str) -> dict[str, str]:
    """The words of a text worth suggesting: without accents, and as they are written."""
    return {plain(word): word.casefold() for word in _WORD.findall(text)}


def count_words(new: Iterable[str], old: Iterable[str] = ()) -> None:
    """Note the words of what came, and let go those of what left: no word outlives its last text.

    Sorted, so that two who write at once never wait for each other in a circle.
    """
    times: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for texts, step in ((old, -1), (new, 1)):
        for text in texts:
            for word, written in words_in(text).items():
                times[word] += step
                shown[word] = written
    changed = sorted(
        (word, shown[word][:LONGEST], count)
        for word, count in times.items()
        if count and len(word) <= LONGEST
    )
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(column) for column in zip(*changed, strict=True)])
    SearchWord.objects.filter(word__in=[word for word, _, _ in changed], times__lte=0).delete()
