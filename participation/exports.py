"""What anyone may read, as files: questions, answers and the register.

**Whole or not at all.** The last row of a CSV is its total: the number of its rows in `filas` and
the sum of the second column. The rows themselves have 1 in `filas`, so that the file adds up like
any table of the account. A JSON closes with the same. `views.exports` sends nothing before the
total is written: what fails in the middle is an answer that says so, never a short file.

CSV comes from one COPY, in one snapshot, escaped in SQL; JSON from a cursor of the server. Neither
holds more than a piece in memory. Nothing here joins the tables of people.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from participation.models import Answer, RegisterSeal
from participation.models.submissions import SubmissionQuerySet
from participation.transitions import STATES

PIECE = 64 * 1024  # bytes that go out together
ROWS_AT_A_TIME = 2_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Safe(Func):
    """A text as a cell that no spreadsheet runs, as `programs.formats.guarded` writes it."""

    output_field = TextField()
    template = (
        "regexp_replace(regexp_replace(regexp_replace(%(expressions)s, "
        r"E'[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', U&'\FFFD', 'g'), "
        r"E'^(?=\'*[=+@\t\r-])(?=..)', ''''), "
        r"E'\r\n?', E'\n', 'g')"
    )


class _Instant(Func):
    """An instant in UTC, to the second."""

    output_field = CharField()
    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"


@dataclass(frozen=True)
class Export:
    """Rows by the names of their columns; the first is added up with them."""

    name: str
    rows: models.QuerySet[Any]
    columns: dict[str, Any]
    texts: frozenset[str]
    added: str

    def heads(self) -> list[str]:
        return ["filas", self.added, "fila_es_total",
                *(name for name in self.columns if name != self.added)]  # fmt: skip

    def values(self, *, is_safe: bool) -> models.QuerySet[Any]:
        """The cells of each row, in the order of the heads, with texts escaped if asked."""
        shown = {
            name: _Safe(each) if is_safe and name in self.texts else each
            for name, each in self.columns.items()
        }
        fixed = {"filas": Value(1), "fila_es_total": Value("false")}
        every = {**fixed, **shown}
        named = {f"c_{name}": every[name] for name in self.heads()}
        return self.rows.annotate(**named).values_list(*named)


def questions_export(rows: SubmissionQuerySet) -> Export:
    """Public questions, as `Submission.objects.public()` and the list's filters give them."""
    head = Q(group_head__published_at__isnull=False) & ~Q(group_head__state="withdrawn")
    named = dict(rows.model.Kind.choices)
    columns = {
        "apoyos": F("support_count"),
        "folio": F("folio"),
        "tipo": _word("kind", named),
        "estado": _word("state", {state.code: state.label for state in STATES}),
        "titulo": F("title"),
        "texto": F("text"),
        "nombre_mostrado": F("shown_name"),
        "sobre": F("about_kind"),
        "sobre_titulo": F("about_title"),
        "sobre_valor": F("about_value"),
        "cifra": F("figure"),
        "capitulo": F("chapter"),
        "programa": F("program"),
        "region_de_la_que_habla": F("about_region"),
        "ingreso_legal": Cast("filed_on", CharField()),
        "vence": Cast("due_on", CharField()),
        "publicada": _Instant("published_at"),
        "respondida": _Instant("answered_at"),
        "efecto": _word("effect", dict(Answer.Effect.choices)),
        "se_responde_con": Case(When(head, then=F("group_head__folio")), default=Value("")),
        "derivada_a": F("referred_to"),
        "extemporanea": Cast("is_extemporaneous", CharField()),
        "demostracion": Cast("is_demo", CharField()),
        "direccion": _address("folio"),
    }
    texts = {"titulo", "texto", "nombre_mostrado", "sobre", "sobre_titulo", "sobre_valor",
             "derivada_a"}  # fmt: skip
    return Export("preguntas", rows.order_by("pk"), columns, frozenset(texts), "apoyos")


def answers_export(rows: SubmissionQuerySet) -> Export:
    """Every signed version of the answers to public questions."""
    found = Answer.objects.published().filter(submission__in=rows.order_by().values("pk"))
    columns = {
        "version": F("number"),
        "folio": F("submission__folio"),
        "efecto": _word("effect", dict(Answer.Effect.choices)),
        "texto": F("text"),
        "motivo_de_otra_version": F("reason"),
        "firma": F("published_by_name"),
        "cargo": F("published_by_office"),
        "publicada": _Instant("published_at"),
        "sha256": F("sha256"),
        "direccion": _address("submission__folio"),
    }
    texts = frozenset({"texto", "motivo_de_otra_version", "firma", "cargo"})
    return Export("respuestas", found.order_by("pk"), columns, texts, "version")


def register_export() -> Export:
    """Every sealed entry of the register, as its page and `registro.jsonl` tell it."""
    columns = {
        "numero": F("number"),
        "huella_anterior": F("previous"),
        "huella": F("sha256"),
        "instante": _Instant("entry__at"),
        "quien": F("entry__actor"),
        "acto": F("entry__act"),
        "sobre_tipo": F("entry__object_type"),
        "sobre": F("entry__object_id"),
        "detalle": Cast("entry__detail", TextField()),
    }
    rows = RegisterSeal.objects.order_by("number")
    return Export("registro", rows, columns, frozenset({"sobre", "detalle"}), "numero")


def _word(field: str, words: dict[str, Any]) -> Case:
    """A code in words; empty for none."""
    whens = [When(**{field: code}, then=Value(str(word))) for code, word in words.items()]
    return Case(*whens, default=Value(""), output_field=CharField())


def _address(folio: str) -> Concat:
    return Concat(Value(f"{settings.SITE_URL}/participacion/"), F(folio), Value("/"),
                  output_field=CharField())  # fmt: skip


def csv_lines(export: Export, *, with_mark: bool = False) -> Iterator[bytes]:
    """The CSV in pieces, RFC 4180, its total last. What breaks in the middle breaks it."""
    heads = export.heads()
    yield (BYTE_ORDER_MARK if with_mark else b"") + ",".join(heads).encode() + b"\r\n"
    rows = added = 0
    piece = bytearray()
    for row in _copied(export.values(is_safe=True)):
        one, number, rest = bytes(row).split(b",", 2)
        rows += int(one)
        added += int(number)
        piece += b"%b,%b,%b\r\n" % (one, number, rest[:-1])  # COPY ends lines with LF alone
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    total = [str(rows), str(added), "true", *[""] * (len(heads) - 3)]
    yield bytes(piece) + ",".join(total).encode() + b"\r\n"


def _copied(rows: models.QuerySet[Any]) -> Iterator[bytes | memoryview]:
    """The lines of a COPY of these rows, one at a time, as PostgreSQL sends them."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        asked = cursor.mogrify(sql, params)  # COPY takes no parameters
        with cursor.copy(f"COPY ({asked}) TO STDOUT WITH (FORMAT csv)") as copy:
            yield from copy


def json_lines(export: Export, about: dict[str, Any]) -> Iterator[bytes]:
    """The JSON in pieces: what it is, its rows, and at the end how many and their sum."""
    names = [name for name in export.heads() if name not in ("filas", "fila_es_total")]
    yield b'{"acerca": %b,\n"filas": [\n' % _json(about)
    rows = added = 0
    for piece in _pieces(export.values(is_safe=False).iterator(chunk_size=ROWS_AT_A_TIME)):
        lines = []
        for _, number, _, *rest in piece:
            lines.append(_json(dict(zip(names, (number, *rest), strict=True))))
            added += number
        yield (b",\n" if rows else b"") + b",\n".join(lines)
        rows += len(lines)
    yield b'\n],\n"total": %b}\n' % _json({"filas": rows, "sumas": {export.added: added}})


def _pieces(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    piece: list[Sequence[Any]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == ROWS_AT_A_TIME:
            yield piece
            piece = []
    if piece:
        yield piece


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
