"""Which submissions ask about the same as a text: Spanish words first, then titles that look alike.

One statement. Words that are in a great part of many filings tell nothing and cost the most, so
that PostgreSQL's own statistics leave them out; among few filings every word is in a great part,
and none is left out. Among the rest, a filing shares three; where few do, two; where few do, its
title looks like the text's longest words by its trigrams, which finds what was misspelt. Each step
is taken only if the one before it found too little.
"""

from participation.models import Submission
from participation.models.submissions import SEARCH_CONFIG
from programs.models import PublicAccount

LONGEST_READ = 1_000  # characters: the point of a text is at its beginning
MOST_WORDS = 5  # of the text: the rarest that are frequent, and as many that are not known
TOO_COMMON = 0.1  # the share of all filings from which a word tells nothing, where there are
MANY = 1_000  # filings, as PostgreSQL counted when it last looked
CANDIDATES = 300  # that are ranked
_FIELDS = [field.column for field in Submission._meta.concrete_fields if field.attname != "search"]
_VISIBLE = {
    # What the council observed is not asked again by people: it has a list of its own.
    True: "account_id = %(account)s AND published_at IS NOT NULL AND state <> 'withdrawn' "
    "AND kind <> 'council'",
    False: "account_id = %(account)s AND folio IS NOT NULL AND state <> 'withdrawn'",
}
_SQL = """
WITH common AS (
    SELECT unnest(most_common_elems::text::text[]) AS lexeme,
        unnest(most_common_elem_freqs[1:cardinality(most_common_elems::text::text[])]) AS share
    FROM pg_stats
    WHERE schemaname = current_schema() AND tablename = 'participation_submission'
        AND attname = 'search'
), lexemes AS (
    SELECT plainto_tsquery('simple', lexeme)::text AS word,
        row_number() OVER () AS number,
        row_number() OVER (
            PARTITION BY share IS NULL ORDER BY share, length(lexeme) DESC, lexeme
        ) AS place
    FROM unnest(to_tsvector('{config}', %(text)s)) LEFT JOIN common USING (lexeme)
    WHERE length(lexeme) > 2 AND (
        coalesce(share, 0) < %(common)s
        OR (SELECT reltuples FROM pg_class WHERE oid = 'participation_submission'::regclass)
            < %(many)s
    )
), known AS (
    SELECT word, number FROM lexemes WHERE word <> '' AND place <= %(words)s
), asked AS (
    SELECT string_agg(word, ' | ')::tsquery AS one_of,
        coalesce(
            (SELECT string_agg(a.word || ' & ' || b.word, ' | ')::tsquery
             FROM known a JOIN known b ON a.number < b.number),
            string_agg(word, ' | ')::tsquery
        ) AS two_of,
        (SELECT string_agg(a.word || ' & ' || b.word || ' & ' || c.word, ' | ')::tsquery
         FROM known a JOIN known b ON a.number < b.number JOIN known c ON b.number < c.number
        ) AS three_of
    FROM known
), share_three AS MATERIALIZED (
    SELECT id FROM participation_submission, asked
    WHERE search @@ three_of AND {visible} LIMIT %(candidates)s
), share_two AS MATERIALIZED (
    SELECT id FROM participation_submission, asked
    WHERE search @@ two_of AND {visible}
        AND (SELECT count(*) FROM share_three) < %(enough)s
    LIMIT %(candidates)s
), look_alike AS MATERIALIZED (
    SELECT id FROM participation_submission
    WHERE %(title)s <%% title AND {visible}
        AND (SELECT count(*) FROM share_three) + (SELECT count(*) FROM share_two) < %(enough)s
    LIMIT %(candidates)s
), candidates AS (
    SELECT id FROM share_three UNION SELECT id FROM share_two UNION SELECT id FROM look_alike
)
SELECT {fields}
FROM participation_submission s JOIN candidates USING (id) CROSS JOIN asked
WHERE s.id <> %(exclude)s
ORDER BY (s.figure = %(figure)s AND s.figure <> '') DESC,
    coalesce(ts_rank(s.search, one_of), 0) + word_similarity(%(title)s, s.title) DESC, s.id DESC
LIMIT %(limit)s
"""


def similar_to(
    text: str,
    *,
    account: PublicAccount,
    exclude: Submission | None = None,
    public_only: bool,
    limit: int = 5,
    figure: str = "",
) -> list[Submission]:
    """At most `limit` submissions of the account that ask alike, the likest first.

    Those about the same `figure` come before (without one, that of `exclude`). `public_only` shows
    what anyone may read; otherwise everything that was filed and not withdrawn.
    """
    plain = text.replace("\x00", "")[:LONGEST_READ].encode("utf-8", "ignore").decode()
    if not plain.strip():
        return []
    fields = ", ".join(f's."{column}"' for column in _FIELDS)
    sql = _SQL.format(config=SEARCH_CONFIG, visible=_VISIBLE[public_only], fields=fields)
    values = {
        "text": plain,
        "title": _telling_words(plain),
        "common": TOO_COMMON,
        "many": MANY,
        "words": MOST_WORDS,
        "account": account.pk,
        "candidates": CANDIDATES,
        "exclude": exclude.pk if exclude else 0,
        "figure": figure or (exclude.figure if exclude else ""),
        "limit": limit,
        "enough": limit + 1,  # one of them may be the one that is left out
    }
    return list(Submission.objects.raw(sql, values))


def _telling_words(text: str) -> str:
    """The three longest words among the first, in their order."""
    words = ["".join(filter(str.isalnum, word)) for word in text.split()[:25]]
    longest = sorted(dict.fromkeys(words), key=len, reverse=True)[:3]
    return " ".join(word for word in dict.fromkeys(words) if word in longest)
