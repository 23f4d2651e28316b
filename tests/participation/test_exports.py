"""What is taken away of the questions, the answers and the register: whole, or visibly not."""

import base64
import csv
import gc
import hashlib
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation import exports, register
from participation.actions import answers
from participation.models import Submission
from participation.register import lines, seal_everything
from participation.views import whole
from programs.formats import guarded
from tests.hostile import HOSTILE
from tests.participation.factories import NOW, WRITER, staff, submission_at
from tests.participation.limits import limits_off, only_limit

pytestmark = pytest.mark.django_db
LIST = "/participacion/"


def get(path: str) -> Any:
    return Client().get(LIST + path)


def content(path: str) -> bytes:
    response = get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(path).decode(), newline=""), strict=True))


@pytest.fixture
def asked() -> dict[str, Submission]:
    """Two public questions, one of them answered, and one that nobody has read."""
    limits_off()
    return {
        "admitted": submission_at("admitted", email="", text="¿Cuánto costó la feria?"),
        "answered": submission_at("answered", email="", text="¿Y el puente?\nDigan, por favor"),
        "received": submission_at("received", email="", text="Un ornitorrinco."),
    }


def test_public_questions_come_out_and_the_last_row_is_their_total(
    asked: dict[str, Submission],
) -> None:
    Submission.objects.filter(pk=asked["admitted"].pk).update(support_count=7)

    *told, total = rows("preguntas.csv")

    assert [row["folio"] for row in told] == [asked["admitted"].folio, asked["answered"].folio]
    assert told[1]["texto"] == "¿Y el puente?\nDigan, por favor"
    assert {row["fila_es_total"] for row in told} == {"false"}
    assert total["fila_es_total"] == "true"
    assert int(total["filas"]) == sum(int(row["filas"]) for row in told) == 2
    assert int(total["apoyos"]) == sum(int(row["apoyos"]) for row in told) == 7


def test_the_json_says_the_same_and_closes_with_its_total(asked: dict[str, Submission]) -> None:
    value = json.loads(content("preguntas.json"))

    *told, total = rows("preguntas.csv")
    assert [row["texto"] for row in value["filas"]] == [row["texto"] for row in told]
    assert value["total"] == {"filas": int(total["filas"]), "sumas": {"apoyos": 0}}


def test_every_signed_version_of_an_answer_comes_out_and_no_other(
    asked: dict[str, Submission],
) -> None:
    answers.redraft_answer(
        asked["answered"], reason="Faltaba un dato", by=staff(WRITER), now=NOW + timedelta(days=30)
    )

    *told, total = rows("respuestas.csv")

    assert [(row["folio"], row["version"]) for row in told] == [(asked["answered"].folio, "1")]
    assert told[0]["firma"]
    assert total["filas"] == "1"
    assert json.loads(content("respuestas.json"))["total"]["filas"] == 1


def test_an_export_is_narrowed_as_the_list_is(asked: dict[str, Submission]) -> None:
    *told, total = rows("preguntas.csv?estado=respondidas")

    assert [row["folio"] for row in told] == [asked["answered"].folio]
    assert total["filas"] == "1"


@pytest.mark.parametrize("query", ["q=%00", "region=atlantida", "cuenta=9", "sobre=/admin/"])
def test_what_cannot_be_asked_for_says_what_to_mend(query: str) -> None:
    response = get(f"preguntas.csv?{query}")

    assert response.status_code == 400
    assert response.content.decode()


def test_nothing_asked_yet_is_a_total_of_zero() -> None:
    (total,) = rows("preguntas.csv")

    assert (total["filas"], total["apoyos"], total["fila_es_total"]) == ("0", "0", "true")
    assert json.loads(content("preguntas.json"))["filas"] == []


def test_the_register_comes_out_as_its_lines_say_it(asked: dict[str, Submission]) -> None:
    seal_everything()

    *told, total = rows("registro.csv")

    said = [json.loads(line) for line in lines()]
    assert [int(row["numero"]) for row in told] == [each["number"] for each in said]
    assert [row["huella_anterior"] for row in told] == [each["previous"] for each in said]
    assert [row["acto"] for row in told] == [each["act"] for each in said]
    assert [json.loads(row["detalle"]) for row in told] == [each["detail"] for each in said]
    assert int(total["numero"]) == sum(each["number"] for each in said)


def test_the_mark_is_there_only_if_asked_for(asked: dict[str, Submission]) -> None:
    plain, marked = content("preguntas.csv"), content("preguntas.csv?bom=1")

    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.endswith(b"\r\n")


def test_who_only_looks_gets_no_rows(asked: dict[str, Submission]) -> None:
    response = Client().head(f"{LIST}preguntas.csv")

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b""
    response.close()


# -- what breaks in the middle


class Broken(Exception):  # noqa: N818
    """The database went away."""


@pytest.mark.parametrize(
    "name", ["preguntas.csv", "preguntas.json", "registro.csv", "registro.jsonl"]
)
def test_a_failure_in_the_middle_is_an_answer_that_says_so_and_no_file(
    asked: dict[str, Submission], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    seal_everything()
    sound = content(name)
    monkeypatch.setattr(exports, "PIECE", 1)
    monkeypatch.setattr(exports, "ROWS_AT_A_TIME", 1)
    real, seen, _walk = exports._copied, exports._pieces, register._walk

    def break_before_the_end(source: Any) -> Any:
        def read(*rows: Any) -> Any:
            yield from source(*rows)
            raise Broken

        return read

    monkeypatch.setattr(exports, "_copied", break_before_the_end(real))
    monkeypatch.setattr(exports, "_pieces", break_before_the_end(seen))
    monkeypatch.setattr("participation.register._walk", break_before_the_end(_walk))

    with pytest.raises(Broken):
        get(name)
    answer = Client(raise_request_exception=False).get(LIST + name)

    assert len(sound) > 100
    assert answer.status_code == 500
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert sound[:20] not in answer.content


def test_a_file_says_how_long_it_is_and_its_hash(asked: dict[str, Submission]) -> None:
    response = get("preguntas.csv")

    sent = b"".join(response.streaming_content)

    assert int(response["Content-Length"]) == len(sent)
    digest = base64.b64encode(hashlib.sha256(sent).digest()).decode()
    assert response["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response["Cache-Control"] == "no-cache"


def test_what_nobody_reads_is_closed(asked: dict[str, Submission]) -> None:
    """Warnings are errors here: a file that nobody closes would be one."""
    response = get("preguntas.csv")

    response.close()
    del response
    gc.collect()


def test_an_export_holds_one_piece_and_not_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows there are, what waits in memory is a piece and a row; the rest, on disk."""
    row = b"1,2,x%b\n" % (b"y" * 90)
    monkeypatch.setattr(exports, "_copied", lambda _rows: (row,) * 50_000)
    export = exports.questions_export(Submission.objects.public())

    pieces = [len(piece) for piece in exports.csv_lines(export)]
    response = get("preguntas.csv")

    assert sum(pieces) > 4_000_000
    assert max(pieces) < exports.PIECE + 1_000
    assert max(len(piece) for piece in response.streaming_content) <= whole.PIECE


# -- hostile cells


def test_no_cell_that_people_wrote_runs_in_a_spreadsheet(asked: dict[str, Submission]) -> None:
    hostile = HOSTILE.replace("\x00", "")
    words = {"title": hostile[:160], "text": hostile, "shown_name": hostile[:100],
             "about_title": hostile, "about_value": "@suma", "referred_to": "+56"}  # fmt: skip
    Submission.objects.filter(pk=asked["admitted"].pk).update(**words)

    *told, _ = rows("preguntas.csv")

    (row,) = [each for each in told if each["folio"] == asked["admitted"].folio]
    assert row["texto"] == guarded(hostile)
    assert not [cell for cell in row.values() if len(cell) > 1 and cell[0] in "=+-@\t\r"]
    (kept,) = [each for each in json.loads(content("preguntas.json"))["filas"]
               if each["folio"] == asked["admitted"].folio]  # fmt: skip
    assert kept["texto"] == hostile


TEXTS = st.text(
    st.one_of(st.sampled_from("=+-@\t\r\n'\",a\x0b"), st.characters(exclude_categories=["Cs"],
              exclude_characters="\x00")), max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_the_database_escapes_a_cell_as_python_does(texts: list[str]) -> None:
    sql = exports._Safe.template % {"expressions": "t"}
    with connection.cursor() as cursor:
        rows = "unnest(%s::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n"
        cursor.execute(f"SELECT {sql} FROM {rows}", [texts])  # noqa: S608
        found = [row[0] for row in cursor.fetchall()]

    assert found == [guarded(text) for text in texts]


@pytest.mark.parametrize("name", ["preguntas.csv", "preguntas.json", "registro.jsonl"])
def test_who_asks_only_for_the_head_is_not_told_that_the_file_is_empty(name: str) -> None:
    response = Client().head(LIST + name)

    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.get("Content-Length") is None
    assert response.get("Repr-Digest") is None


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/participacion/preguntas.csv?tipo=nada", "tipo: Elija una opción de la lista."),
        ("/participacion/preguntas.atom?region=x", "region: "),
        ("/consejo/observaciones/observaciones.csv?efecto=nada", "efecto: "),
        ("/datos/cifras.json?region=atlantida", "region: Elija una opción de la lista."),
    ],
)
def test_a_file_that_cannot_be_asked_for_names_the_parameter(path: str, said: str) -> None:
    response = Client().get(path)

    assert response.status_code == 400
    assert response.content.decode().startswith(said)


LIVE_FILES = (
    *(f"/participacion/{name}" for name in (
        "preguntas.csv", "preguntas.json", "respuestas.csv", "respuestas.json", "registro.csv",
        "registro.jsonl", "cifras.csv", "cifras.json",
    )),
    "/consejo/consejo.csv", "/consejo/consejo.json", "/datos/cifras.csv", "/datos/cifras.json",
    "/consejo/observaciones/observaciones.csv", "/consejo/observaciones/observaciones.json",
)  # fmt: skip


def test_no_connection_has_files_made_without_end() -> None:
    only_limit("export", count=1)
    client = Client()
    assert client.get(LIVE_FILES[0]).status_code == 200

    for path in LIVE_FILES:
        refused = client.get(path)
        assert refused.status_code == 429, path
        assert int(refused["Retry-After"]) > 0
        said = refused.content.decode()
        assert "Puede intentarlo de nuevo desde las" in said
        assert "Por otra vía." in said
