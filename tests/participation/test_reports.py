"""The answer report: what it counts, the same in each format, its life, and what is covered."""

import ast
import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from runpy import run_path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from openpyxl import load_workbook

from cuenta.search.index import catch_up
from participation.actions import reports as acts
from participation.actions.following import ask_to_follow, confirm_following
from participation.actions.handling import withdraw_submission
from participation.actions.redaction import redact_submission
from participation.api.reports import ReportSerializer
from participation.digests import send_digests
from participation.emails import NothingToSay, render
from participation.models import (
    AnswerReport,
    Message,
    RegisterEntry,
    ReportFile,
    Submission,
    Window,
)
from participation.personal_data import Kind
from participation.processes import reported_on
from participation.register import seal_everything
from participation.report import files
from participation.report.gathering import gather, source_of
from participation.report.progress import reading_of
from participation.report.recount import recount
from participation.report.sections import SECTIONS
from participation.report.sections.questions import QUESTIONS
from participation.report.shapes import PAGED
from participation.report.since import since
from participation.reporting import make_reports
from participation.transitions import ACTION, OPEN, STATE, Refused
from programs.formats import Field, guarded
from programs.models import PublicAccount
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.participation.council_replies import reply_at
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    NOW,
    REVIEWER,
    SIGNER,
    staff,
    submission_at,
)
from tests.participation.hearings import hearing_at
from tests.participation.limits import limits_off
from tests.participation.test_acta_pdf import TYPST, inside
from tests.shared import Kept
from tests.staff import signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=8)
FORMULA = f'=HYPERLINK("http://malo.invalid") <script>alert(1)</script>\ny «más» "cosas" {TYPST}'
WHY = "Se espera un dato de otro servicio."


@dataclass(frozen=True)
class World:
    """One filing of each kind that the report tells apart, and a draft that tells them."""

    account: PublicAccount
    report: AnswerReport
    answered: Submission


@pytest.fixture(scope="module")
def kept_world(kept: Kept, tmp_path_factory: Any) -> Iterator[World]:
    with kept(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        limits_off()
        account = publish(small_ledger(), now=NOW - timedelta(days=1)).account
        common: dict[str, Any] = {"account": account, "email": ""}
        answered = submission_at("answered", **common, text=FORMULA, effect="commits")
        submission_at("grouped", head=submission_at("assigned", **common), **common)
        for state in ("received", "not_admitted", "referred", "withdrawn", "admitted"):
            submission_at(state, **common)
        reply_at("answered", account=account)
        hearing_at("called", account)
        yield World(account, made(account), answered)


@pytest.fixture
def world(kept_world: World) -> Iterator[World]:
    """The same with the version as its row is: each test undoes what it changed."""
    with time_machine.travel(LATER, tick=False):
        kept_world.report.refresh_from_db()
        yield kept_world


def made(account: PublicAccount, **how: Any) -> AnswerReport:
    report = acts.prepare_report(account, by=staff(COORDINATOR), now=LATER, **how)
    return worked_on(report)


def worked_on(report: AnswerReport) -> AnswerReport:
    make_reports(LATER, seconds=600)
    report.refresh_from_db()
    assert (report.state, report.failure) == ("draft", "")
    return report


def sent(world: World) -> AnswerReport:
    """Presented and in review."""
    by, now = staff(COORDINATOR), LATER
    report = acts.present_report(
        world.report, foreword="Gracias por preguntar.", pending_reason=WHY, by=by, now=now
    )
    acts.send_report(worked_on(report), by=by, now=now)
    report.refresh_from_db()
    return report


def published(world: World) -> AnswerReport:
    """Through every act of its life."""
    now, report = LATER, sent(world)
    acts.approve_report(report, expected_sha256=report.sha256, by=staff(REVIEWER), now=now)
    return acts.publish_report(report, office="Directora", by=staff(SIGNER), now=now)


def bytes_of(report: AnswerReport, path: str) -> bytes:
    with report.files.get(path=path).file.open("rb") as file:
        return bytes(file.read())


# -- what it says


def test_the_summary_is_what_the_register_says_counted_again(world: World) -> None:
    rows = {row["codigo"]: row for row in cells(world, "resumen")}

    assert {code: rows[code]["valor"] for code in ("recibidas", "por_responder", "respondidas")} \
        == {"recibidas": 8, "por_responder": 5, "respondidas": 1}  # fmt: skip
    again = {code: row["segun_registro"] for code, row in rows.items()}
    told = {code: count for code, count in again.items() if count is not None}
    assert told == {code: rows[code]["valor"] for code in told}
    assert len(told) == 11
    assert {row["de"] for row in rows.values() if row["parte_de"] == "por_responder"} == {5}


def cells(world: World, section: str) -> list[dict[str, Any]]:
    rows = world.report.rows.filter(section=section).order_by("position")
    return list(rows.values_list("cells", flat=True))


def test_counting_again_follows_the_table_of_transitions() -> None:
    entries = [
        ("A", "receive", "portal"), ("B", "receive", "paper"), ("C", "receive", "council"),
        ("A", "admit", None), ("A", "assign", None), ("C", "admit", None), ("B", "admit", None),
        ("B", "group", None), ("B", "ungroup", None), ("B", "withdraw", None),
        ("A", "extend", None), ("A", "answer", None), ("A", "redraft", None),
    ]  # fmt: skip

    found = recount(entries)

    assert {name: count for name, count in found.items() if count} == {
        "recibidas": 2, "publicadas": 2, "retiradas": 1, "por_responder": 1, "respondidas": 1,
        "ampliadas": 1,
    }  # fmt: skip


def test_the_same_instant_gives_the_same_rows(
    world: World, django_assert_max_num_queries: Any
) -> None:
    seal_everything()
    gather(world.report, now=LATER)
    assert reading_of(world.report)[0] == 99, "how far it was, for the page"
    source = source_of(world.report, LATER)
    with django_assert_max_num_queries(7):  # of a batch, however many questions it has
        assert len(list(QUESTIONS.rows(source))) == 4
    first = list(world.report.rows.values_list("section", "position", "theme", "folio", "cells"))

    gather(world.report, now=LATER)

    again = list(world.report.rows.values_list("section", "position", "theme", "folio", "cells"))
    assert first == again


# -- the same in each format


def test_every_format_says_the_same_to_the_letter(world: World) -> None:
    book = load_workbook(io.BytesIO(bytes_of(world.report, "informe.xlsx")))
    lines = [json.loads(line) for line in bytes_of(world.report, "informe.jsonl").splitlines()]
    assert len(book.sheetnames) == len(SECTIONS)

    for section, sheet in zip(SECTIONS, book.worksheets, strict=True):
        names = [field.name for field in section.fields]
        rows = [[row.get(name) for name in names] for row in cells(world, section.code)]
        text = bytes_of(world.report, f"{section.code}.csv").decode()
        parsed = list(csv.reader(io.StringIO(text, newline="")))
        flat = [list(row["fila"].values()) for row in lines if row.get("seccion") == section.code]

        assert flat == rows
        assert parsed[0] == names
        assert parsed[1:] == [[_as_csv(value) for value in row] for row in rows]
        shown = [list(row) for row in sheet.iter_rows(values_only=True)]
        fields = section.fields
        assert shown[1:] == [list(map(_as_xlsx, fields, row)) for row in rows]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        table = next(iter(sheet.tables.values()))
        assert [each.name for each in table.tableColumns] == shown[0]
        assert table.ref.endswith(str(max(len(rows), 1) + 1))
    assert not any(row.startswith("=") for row in text_cells(world))


def text_cells(world: World) -> list[str]:
    """Every cell of the CSV of the questions, where somebody wrote a formula."""
    text = bytes_of(world.report, "preguntas.csv").decode()
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def _as_csv(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else guarded(str(value))


def _as_xlsx(field: Field, value: Any) -> Any:
    """Days and instants as dates, by the clock on the wall; Excel has no empty text."""
    if value == "":
        return None
    if value is not None and field.kind in ("date", "dateTime"):
        return datetime.fromisoformat(value).replace(tzinfo=None)
    return guarded(value) if isinstance(value, str) else value


def test_the_pdf_is_tagged_with_its_language_its_contents_and_its_links(world: World) -> None:
    pdf = inside(bytes_of(world.report, "informe.pdf"))

    for mark in (b"/Lang", b"es-CL", b"pdfuaid:part", b"/StructTreeRoot", b"/Outlines", b"/TOCI"):
        assert mark in pdf, mark
    assert f"/participacion/{world.answered.folio}/".encode() in pdf


def test_questions_that_do_not_fit_go_to_annexes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("participation.report.files", "participation.report.pdf"):
        monkeypatch.setattr(f"{module}.MOST_CARDS", 3)

    planned = files.planned_files(world.report)

    annexes = [each for each in planned if each.path.startswith("anexo")]
    assert [each.path for each in annexes] == ["anexo-001-general.pdf", "anexo-002-general.pdf"]
    out = io.BytesIO()
    annexes[1].write(out)
    assert b"pdfuaid:part" in inside(out.getvalue())


def checked(folder: Path, *arguments: str) -> tuple[int, str]:
    """The program that travels with it, as anyone runs it: no site packages, no environment."""
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / files.CHECKER), *arguments], cwd=folder, env={},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout + ran.stderr


def test_anyone_can_check_it_from_downloaded_files(
    world: World, client: Client, tmp_path: Path
) -> None:
    report = published(world)
    seal_everything()
    (tmp_path / "todo.zip").write_bytes(bytes_of(report, "informe.zip"))
    with ZipFile(tmp_path / "todo.zip") as archive:
        archive.extractall(tmp_path)
    assert files.hash_of(io.BytesIO((tmp_path / files.SUMS).read_bytes())) == report.sha256

    code, said = checked(tmp_path)
    assert (code, "Sin el registro público" in said) == (0, True), said
    whole = b"".join(client.get("/participacion/registro.jsonl").streaming_content)  # type: ignore[attr-defined]
    register = tmp_path / "registro.jsonl"
    register.write_bytes(whole)
    assert checked(tmp_path) == checked(tmp_path, "todo.zip", "registro.jsonl")
    code, said = checked(tmp_path)
    assert (code, said.count("SÍ  "), "Todo coincide." in said) == (0, 4, True), said

    register.write_bytes(whole.replace(b'"act":"withdraw"', b'"act":"lapse"', 1))
    assert "se corta en el asiento" in checked(tmp_path)[1]
    register.write_bytes(whole.replace(b'"act":"publish"', b'"act":"approve"'))
    assert "no es la publicada" in checked(tmp_path)[1]
    rows = (tmp_path / "resumen.csv").read_bytes()
    (tmp_path / "resumen.csv").write_bytes(rows.replace(b",8,", b",9,", 1))
    code, said = checked(tmp_path)
    assert (code, "resumen.csv no es el publicado" in said) == (1, True)
    assert "resumen.csv: la fila 1 no dice lo mismo" in said
    (tmp_path / files.LINES).unlink()
    assert checked(tmp_path)[0] == 1


def test_the_program_reads_the_acts_as_the_portal_does() -> None:
    program = run_path(str(files.PROGRAM))

    assert program["TARGETS"] == {code: act.target for code, act in ACTION.items() if act.target}
    assert program["OWED"] == OPEN
    assert {STATE[state].label.split()[0] for state in ("referred", "converted")} == set(
        program["AWAY"]
    )
    ast.parse(files.PROGRAM.read_text(), feature_version=(3, 8))


def test_the_files_are_the_same_made_again_from_the_rows(world: World) -> None:
    for planned in files.planned_files(world.report):
        out = io.BytesIO()
        planned.write(out)
        kept = world.report.files.get(path=planned.path)

        assert files.hash_of(out) == kept.sha256, planned.path


# -- its life


def test_one_made_while_people_can_still_file_is_partial_and_not_yet_the_report(
    world: World, client: Client
) -> None:
    today = LATER.date()
    Window.objects.create(account=world.account, event_on=today, opens_on=today, closes_on=today)
    days = (timedelta(days=-2), timedelta(0), timedelta(days=2))
    assert [source_of(world.report, LATER + each).is_partial for each in days] == [
        True, True, False,
    ]  # fmt: skip
    worked_on(acts.remake_report(world.report, by=staff(COORDINATOR), now=LATER))
    world.report.refresh_from_db()

    report = published(world)

    assert f"la recepción seguía abierta, hasta el {today:%d-%m-%Y}" in str(cells(world, "lectura"))
    assert "Informe parcial." in client.get(report.address).content.decode()
    assert "parcial</span>" in client.get("/participacion/informe/").content.decode()
    assert json.loads(bytes_of(report, "informe.jsonl").splitlines()[0])["parcial"] is True
    assert reported_on(world.account) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerReport.objects.filter(pk=report.pk).update(is_partial=False)


def test_it_is_published_by_others_than_those_who_prepared_it(world: World) -> None:
    by, now = staff(COORDINATOR), LATER
    with pytest.raises(Refused, match="sin respuesta"):
        acts.send_report(world.report, by=by, now=now)

    report = published(world)

    assert report.files.count() == len(files.planned_files(report))
    told = RegisterEntry.objects.filter(object_type="report").order_by("pk")
    assert [each.act for each in told][-3:] == ["send", "approve", "publish"]
    assert told.last().detail["sha256"] == report.sha256  # type: ignore[union-attr]


def test_who_prepared_any_of_it_neither_approves_nor_publishes(world: World) -> None:
    both = staff(COORDINATOR)
    both.groups.add(*staff(REVIEWER).groups.all(), *staff(SIGNER).groups.all())
    both = type(both).objects.get(pk=both.pk)
    AnswerReport.objects.filter(pk=world.report.pk).update(pending_reason=WHY)
    report = acts.send_report(world.report, by=both, now=LATER)

    with pytest.raises(Refused, match="otra persona"):
        acts.approve_report(report, by=both, now=LATER)
    with pytest.raises(Refused, match="léalo de nuevo"):
        acts.approve_report(report, expected_sha256="0" * 64, by=staff(REVIEWER), now=LATER)


def test_what_is_published_never_changes_whoever_asks(world: World) -> None:
    report = published(world)
    row = report.rows.first()
    assert row is not None

    for change in (
        lambda: AnswerReport.objects.filter(pk=report.pk).update(foreword="Otra"),
        lambda: AnswerReport.objects.filter(pk=report.pk).delete(),
        lambda: report.rows.filter(pk=row.pk).update(folio="x"),
        lambda: report.rows.all().delete(),
        lambda: report.files.update(sha256="0" * 64),
        lambda: ReportFile.objects.create(report=report, position=99, path="x", size=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()  # type: ignore[no-untyped-call]


def test_another_version_says_why_and_only_one_is_in_progress(world: World) -> None:
    with pytest.raises(Refused, match="en preparación"):
        acts.prepare_report(world.account, by=staff(COORDINATOR), now=LATER)
    published(world)
    with pytest.raises(Refused, match="por qué hace falta"):
        acts.prepare_report(world.account, by=staff(COORDINATOR), now=LATER)

    other = acts.prepare_report(
        world.account, reason="Llegó lo que faltaba.", by=staff(COORDINATOR), now=LATER
    )

    assert other.number == 2


def test_a_step_that_fails_is_seen_and_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = acts.remake_report(world.report, by=staff(COORDINATOR), now=LATER)
    with monkeypatch.context() as broken:
        broken.setattr("participation.report.files.write_xlsx", lambda *_, **__: 1 / 0)
        make_reports(LATER, seconds=600)
    report.refresh_from_db()
    assert (report.state, report.done) == ("failed", 2)
    assert "ZeroDivisionError" in report.failure
    kept = report.files.get().sha256

    acts.retry_report(report, by=staff(COORDINATOR), now=LATER)

    worked_on(report)
    assert report.files.get(path="informe.pdf").sha256 == kept
    assert report.done == report.total


# -- what may no longer be read


def _cover(world: World) -> None:
    redact_submission(
        world.answered, field="text", phrases=[("cosas", Kind.OTHER)], by=staff(MODERATOR),
        now=LATER,
    )  # fmt: skip


def test_what_is_covered_afterwards_is_read_nowhere(world: World, client: Client) -> None:
    report = published(world)
    pdf = f"{report.address}archivos/informe.pdf"
    given = client.get(pdf)
    b"".join(given.streaming_content)  # type: ignore[attr-defined] # read to its end, it is closed
    assert given.status_code == 200

    _cover(world)

    page = client.get(f"{report.address}temas/general/").content.decode()
    assert "cosas" not in page
    assert "se reservó o se retiró después" in page
    assert client.get(pdf).status_code == 410
    assert "Sus archivos no se entregan" in client.get(report.address).content.decode()


def test_a_draft_with_something_covered_has_to_be_made_again(world: World) -> None:
    AnswerReport.objects.filter(pk=world.report.pk).update(pending_reason=WHY)
    _cover(world)

    with pytest.raises(Refused, match="Hágalo de nuevo"):
        acts.send_report(world.report, by=staff(COORDINATOR), now=LATER)


def test_of_a_withdrawn_version_only_its_number_its_hashes_and_the_reason_are_left(
    world: World, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    everything, region = (
        confirm_following(ask_to_follow(email=email, target=target, value=value, now=NOW).uid,
                          now=LATER)
        for email, target, value in (
            ("todo@correo.invalid", "everything", ""), ("maule@correo.invalid", "region", "maule"),
        )
    )  # fmt: skip
    report = published(world)
    path = Path(report.files.get(path="informe.pdf").file.path)

    assert send_digests(LATER + timedelta(hours=1)) == 1
    digest = Message.objects.get(kind="digest")
    assert (digest.object_id, region.target) == (str(everything.pk), "region")
    assert report.address in str(render(digest).body)
    catch_up()
    assert report.address in client.get("/buscar/?q=gracias+por+preguntar").content.decode()
    assert f"{report.address}resumen/" in client.get("/buscar/?q=resumen").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        acts.withdraw_report(report, reason="Por la Ley 19.628.", by=staff(SIGNER), now=LATER)

    assert not path.exists()
    assert not report.rows.exists()
    for address in ("", "temas/general/", "resumen/", "archivos/informe.pdf"):
        response = client.get(report.address + address)
        assert response.status_code == 410
        assert "Por la Ley 19.628." in response.content.decode()
        assert report.sha256 in response.content.decode()
    assert "retirada" in client.get("/participacion/informe/").content.decode()
    assert report.address not in client.get("/buscar/?q=gracias+por+preguntar").content.decode()
    with pytest.raises(NothingToSay):
        render(digest)
    told = client.get("/api/v1/reports/2022-1/").json()
    assert (told["state"], told["figures"], told["foreword"]) == ("withdrawn", [], "")
    assert {each["url"] for each in told["files"]} == {""}


# -- the pages


def test_every_page_of_a_version_opens_and_a_wrong_one_does_not(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    report = published(world)
    parts = [each.code for each in SECTIONS if each.shape in PAGED]
    parts.remove("preguntas")

    for part in ("", "temas/general/", *(f"{code}/" for code in parts)):
        with django_assert_max_num_queries(22):
            response = client.get(report.address + part)
        assert response.status_code == 200, part
        assert client.get(report.address + part, headers={"If-None-Match": response["ETag"]}) \
            .status_code == 304  # fmt: skip
    for wrong in ("temas/otro/", "otra/", "preguntas/", "temas/general/?pagina=2",
                  "resumen/?pagina=x", "archivos/otro.csv"):  # fmt: skip
        assert client.get(report.address + wrong).status_code == 404, wrong
    assert client.get("/participacion/informe/2022/9/").status_code == 404
    assert client.get("/participacion/informe/99999/1/").status_code == 404


def test_a_file_is_given_as_it_was_published(world: World, client: Client) -> None:
    report = published(world)
    address = f"{report.address}archivos/preguntas.csv"
    told = client.get("/api/v1/reports/2022-1/").json()
    listed = client.get("/api/v1/reports/?year=2022&state=published").json()
    assert (listed["results"], told["sha256"]) == ([told], report.sha256)
    assert client.get("/api/v1/reports/?state=withdrawn").json()["results"] == []
    assert tuple(told) == tuple(ReportSerializer().fields)
    assert {each["code"]: each["value"] for each in told["figures"]}["recibidas"] == 8
    assert {each["url"]: each["sha256"] for each in told["files"]}[
        f"http://127.0.0.1:8000{address}"
    ] == report.files.get(path="preguntas.csv").sha256

    response = client.get(address)

    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content == bytes_of(report, "preguntas.csv")
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_draft_leaves_no_trace_in_public(world: World, client: Client) -> None:
    for part in ("", "temas/general/", "resumen/", "archivos/informe.pdf"):
        assert client.get(world.report.address + part).status_code == 404
    assert client.get("/api/v1/reports/2022-1/").status_code == 404
    assert "Versión 1" not in client.get("/participacion/informe/").content.decode()


# -- the desk


def test_a_draft_is_read_at_the_desk_as_everyone_will_read_it(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    report = sent(world)
    reader = signed_in(staff(REVIEWER))
    root = f"/admin/participation/answerreport/{report.pk}/leer/"
    parts = ("", "temas/general/", "resumen/", "consejo/")
    read = {}
    for part in parts:
        with django_assert_max_num_queries(26):
            response = reader.get(root + part)
        assert response.status_code == 200
        assert "no-store, private" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        read[part] = response.content.decode()
        assert "Borrador (en revisión)" in read[part]
        assert '<meta name="robots" content="noindex">' in read[part]
        assert client.get(root + part).status_code == 302, "signs in first"
    for wrong in ("temas/otro/", "otra/", "resumen/?pagina=9"):
        assert reader.get(root + wrong).status_code == 404, wrong
    acts.approve_report(report, expected_sha256=report.sha256, by=staff(REVIEWER), now=LATER)
    acts.publish_report(report, office="Directora", by=staff(SIGNER), now=LATER)

    for part in parts:
        public = client.get(report.address + part).content.decode()
        assert _as_read(public, report.address) == _as_read(read[part], root), part
    assert reader.get(root).status_code == 302, "once public, it is read in public"


def _as_read(page: str, root: str) -> list[str]:
    """What the page says, without what only a draft or only a published version has."""
    main = page.split("<h1>", 1)[1].split("</main>")[0]
    main = main.replace('<p class="note">Persona que firma, Directora</p>', "")
    main = main.replace(f"{root.removesuffix('leer/')}archivos/", "ARCHIVOS/")
    lines = main.replace(root, "RAIZ/").splitlines()
    return [each for each in lines if "aquí dirá quién" not in each and "Lo publicó" not in each]


def test_the_desk_tells_what_would_change_if_it_were_made_again(world: World) -> None:
    assert since(world.report, now=LATER).is_same
    _cover(world)
    gone = world.account.submissions.get(state="admitted")
    withdraw_submission(gone, now=LATER)

    found = since(world.report, now=LATER)

    assert [(each.folio, bool(each.fate), [one.what for one in each.differences])
            for each in found.questions] == sorted([
        (gone.folio, True, []), (world.answered.folio, False, ["Título", "Texto"]),
    ])  # fmt: skip
    figures = {each.what: (each.before, each.now) for each in found.figures}
    assert figures["Retiradas"] == ("1", "2")
    page = signed_in(staff(COORDINATOR)).get(
        f"/admin/participation/answerreport/{world.report.pk}/cambios/"
    )
    assert "Saldría del informe." in page.content.decode()
    assert world.answered.folio in page.content.decode()


def test_the_whole_life_is_done_at_the_desk(world: World) -> None:
    prepares, approves, signs = (signed_in(staff(role)) for role in (COORDINATOR, REVIEWER, SIGNER))
    base = f"/admin/participation/answerreport/{world.report.pk}/"
    page = prepares.get(f"{base}change/").content.decode()
    assert "Hoy esperan respuesta (4)" in page
    assert prepares.post(f"{base}send/").status_code == 409

    done = prepares.post(f"{base}present/", {"foreword": "Hola.", "pending_reason": WHY})
    making = prepares.get(f"{base}change/")
    assert (done.status_code, making["Refresh"]) == (302, "4")
    assert "<progress" in making.content.decode()
    worked_on(world.report)
    assert prepares.post(f"{base}send/").status_code == 302
    assert prepares.post(f"{base}approve/").status_code == 403

    pdf = approves.get(f"{base}archivos/informe.pdf")
    b"".join(pdf.streaming_content)
    assert pdf.status_code == 200
    assert "no-store, private" in pdf["Cache-Control"]
    wrong = approves.post(f"{base}approve/", {"sha256": "x"})
    assert wrong.status_code == 400
    assert approves.post(f"{base}approve/", {"sha256": world.report.sha256}).status_code == 302
    assert signs.post(f"{base}publish/", {"office": "Directora"}).status_code == 302
    empty = signs.post(f"{base}withdraw/")
    assert (empty.status_code, "Complete «Por qué se retira»" in empty.content.decode()) == \
        (400, True)  # fmt: skip
    assert "Ver lo publicado" in signs.get(f"{base}change/").content.decode()
    listed = prepares.get("/admin/participation/answerreport/").content.decode()
    assert "Preparar otra versión" in listed
    again = prepares.post(f"/admin/participation/answerreport/preparar/{world.account.pk}/")
    assert (again.status_code, "por qué hace falta" in again.content.decode()) == (409, True)
