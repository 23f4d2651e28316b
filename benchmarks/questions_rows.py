"""A hundred thousand filings, a million: written by PostgreSQL itself, in states as a service has.

A quarter is still owed, some of it late; six in ten have a published answer; words come as in a
language, few of them often and most of them seldom. What lists and pages read is there (filings,
answers, terms, entries of the register); who wrote, which no list reads, is not.
"""

from itertools import product

from django.db import connection

# Share of every hundred filings: where each state begins.
STATES = (
    ("closed", 0), ("notified", 55), ("answered", 60), ("not_admitted", 63), ("referred", 68),
    ("withdrawn", 71), ("received", 74), ("mending", 80), ("admitted", 81), ("assigned", 84),
    ("drafting", 91), ("in_review", 96),
)  # fmt: skip
COMMON, RARE = "presupuesto", "quilodran"
_USUAL = (
    f"{COMMON} programa fondos región personas empresas ferias almacenes mujeres comuna concurso "
    "capacitación organizaciones cooperativas monto beneficiarios cuenta lámina respecto barrio "
    "crédito subsidio asesoría gasto ejecución meta indicador productores artesanía turismo pesca "
    "agricultura comercio digital redes jóvenes mayores indígenas discapacidad pandemia emergencia "
    "reactivación inversión arriendo convenio municipio informe plazo resultado selección jurado"
).split()
# Words that nobody says, so that most are seldom: three syllables, 2,744 of them.
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
VOCABULARY = _USUAL + ["".join(three) for three in product(_SYLLABLES, repeat=3)]
_STATE = "CASE " + " ".join(
    f"WHEN r.share >= {start} THEN '{state}'" for state, start in reversed(STATES)
) + " END"  # fmt: skip
ROWS = f"""
INSERT INTO participation_submission (
    uid, account_id, number, folio, kind, channel, state, version, title, text, text_sha256,
    shown_name, region_id, edition_id, about_path, about_anchor, about_kind, about_title,
    about_value, about_place, figure, chapter, program, about_region_id, sent_at, received_at,
    filed_on, due_on, is_extemporaneous, published_at, published_by_id, refusal_id, refused_by_id,
    public_note, referred_to, mend_request, unit_id, assigned_to_id, answered_at, effect,
    notified_at, support_count, is_demo)
SELECT gen_random_uuid(), w.account, n, 'CPP-2022-' || digits || '-' ||
    substr('0123456789K', ((11 - check_sum %% 11) %% 11 + 1)::int, 1),
    (ARRAY['question','question','statement','remark'])[1 + n %% 4], 'portal', state, 5,
    left('¿' || words || '?', 150), '¿' || words || '?' ||
        CASE WHEN n %% 20011 = 7 THEN ' Firma: {RARE.title()}' ELSE '' END,
    repeat('0', 64), '', region, w.edition, 'programas/' || program || '/', '', 'un programa',
    program, '', '', '', '', program, region, at, at, at::date,
    CASE WHEN is_owed THEN (w.today + (n::bigint * 7919 %% 66 - 20)::int) ELSE at::date + 64 END,
    false,
    CASE WHEN is_public THEN at + interval '2 days' END, CASE WHEN is_public THEN w.writer END,
    CASE WHEN state = 'not_admitted' THEN w.reason END,
    CASE WHEN state = 'not_admitted' THEN w.writer END,
    '', CASE WHEN state = 'referred' THEN 'Otro servicio' ELSE '' END, '',
    CASE WHEN state IN ('assigned','drafting','in_review') OR is_answered
        THEN w.units[1 + n %% array_length(w.units, 1)] END,
    CASE WHEN state IN ('drafting','in_review')
        THEN w.people[1 + n %% array_length(w.people, 1)] END,
    CASE WHEN is_answered THEN at + interval '50 days' END,
    CASE WHEN is_answered THEN (ARRAY['informs','informs','informs','corrects','accepts',
        'rejects'])[1 + n %% 6] ELSE '' END,
    CASE WHEN state IN ('notified','closed') THEN at + interval '51 days' END,
    (200 / (1 + n * 31 %% 997))::int, false
FROM (
    SELECT n, r.digits, r.at, state, region, program, words, check_sum,
        state IN ('received','mending','admitted','assigned','drafting','in_review') AS is_owed,
        state IN ('answered','notified','closed') AS is_answered,
        state NOT IN ('received','mending','not_admitted','withdrawn') AS is_public
    FROM (
        SELECT n, lpad(n::text, greatest(6, length(n::text)), '0') AS digits,
            (n::bigint * 6151) %% 100 AS share,
            now() - (n * 37 %% 400) * interval '1 day' - (n %% 600) * interval '1 minute' AS at
        FROM generate_series(%(first)s, %(last)s) AS n
    ) AS r
    CROSS JOIN LATERAL (SELECT {_STATE} AS state) AS s
    CROSS JOIN LATERAL (
        SELECT (%(regions)s::text[])[1 + (n * 7 %% 16)] AS region,
            (%(programs)s::text[])[1 + (n * 13 %% array_length(%(programs)s::text[], 1))] AS program
    ) AS about
    CROSS JOIN LATERAL (
        SELECT string_agg(word, ' ') || ' tema' || (n %% 5003) AS words
        FROM (
            SELECT (%(vocabulary)s::text[])[1 + floor(
                power(random(), 3) * array_length(%(vocabulary)s::text[], 1))::int] AS word
            FROM generate_series(1, 22 + n * 0)
        ) AS drawn
    ) AS said
    CROSS JOIN LATERAL (
        SELECT sum(substr('2022' || r.digits, place, 1)::int
            * (2 + (length('2022' || r.digits) - place) %% 6)) AS check_sum
        FROM generate_series(1, length('2022' || r.digits)) AS place
    ) AS checked
) AS made, (SELECT %(account)s::bigint AS account, %(edition)s::bigint AS edition,
    %(writer)s::bigint AS writer, %(reason)s::bigint AS reason, %(units)s::bigint[] AS units,
    %(people)s::bigint[] AS people, %(today)s::date AS today) AS w
"""  # noqa: S608 (nothing that anybody typed)
ANSWERS = """
INSERT INTO participation_answer (submission_id, number, text, effect, figures, reason,
    written_by_id, written_at, reviewed_by_id, reviewed_at, published_by_id, published_at,
    published_by_name, published_by_office, sha256, erratum, promise)
SELECT id, 1, 'Se responde: ' || left(text, 80), coalesce(nullif(effect, ''), 'informs'), '{}', '',
    (%(people)s::bigint[])[1], sent_at, %(writer)s, sent_at,
    CASE WHEN answered_at IS NOT NULL THEN %(writer)s END, answered_at,
    CASE WHEN answered_at IS NOT NULL THEN 'Firma' ELSE '' END,
    CASE WHEN answered_at IS NOT NULL THEN 'Directora' ELSE '' END,
    CASE WHEN answered_at IS NOT NULL THEN repeat('0', 64) ELSE '' END, '', ''
FROM participation_submission
WHERE number BETWEEN %(first)s AND %(last)s AND (answered_at IS NOT NULL OR state = 'in_review')
"""
TERMS = """
INSERT INTO participation_deadline (submission_id, clock, rule_id, starts_after, length, extension,
    due_on, due_at, met_at)
SELECT s.id, 'answer', r.id, filed_on, 45, 0, due_on, due_on + time '24:00', answered_at
FROM participation_submission s, (SELECT id FROM participation_clockrule WHERE clock = 'answer'
    ORDER BY valid_from DESC LIMIT 1) AS r
WHERE number BETWEEN %(first)s AND %(last)s
"""
ENTRIES = """
INSERT INTO participation_registerentry (at, actor, act, object_type, object_id, detail)
SELECT sent_at, 'person', 'receive', 'submission', folio,
    jsonb_build_object('from', 'unconfirmed', 'to', 'received')
FROM participation_submission WHERE number BETWEEN %(first)s AND %(last)s ORDER BY sent_at
"""
HEAVY = ("submission_search", "submission_title_trigrams")  # built at the end: ten times quicker


def write_rows(first: int, last: int, world: dict[str, object]) -> None:
    """The filings with these numbers, and what belongs to them; then fresh statistics."""
    values = world | {"first": first, "last": last, "vocabulary": VOCABULARY}
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(HEAVY)])
        heavy = [definition for (definition,) in cursor.fetchall()]
        for name in HEAVY:
            cursor.execute(f"DROP INDEX {name}")
        for statement in (ROWS, ANSWERS, TERMS, ENTRIES):
            cursor.execute(statement, values)
        for definition in heavy:
            cursor.execute(definition)
        cursor.execute("SELECT count(*) FROM participation_submission WHERE folio IS NOT NULL")
        assert cursor.fetchone() == (last,)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET maintenance_work_mem")
