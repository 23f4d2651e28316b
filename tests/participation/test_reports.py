"""The answer report: its life, what is covered, its pages and its desk."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

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
    Window,
)
from participation.personal_data import Kind
from participation.processes import reported_on
from participation.report import files
from participation.report.gathering import source_of
from participation.report.sections import SECTIONS
from participation.report.shapes import PAGED
from participation.report.since import since
from participation.reporting import make_reports
from participation.transitions import Refused
from tests.participation.factories import (
    COORDINATOR,
    MODERATOR,
    NOW,
    REVIEWER,
    SIGNER,
    staff,
)
from tests.participation.report_world import (
    LATER,
    WHY,
    World,
    bytes_of,
    cells,
    published,
    sent,
    worked_on,
)
from tests.participation.report_world import (
    kept_world as kept_world,
)
from tests.participation.report_world import (
    world as world,
)
from tests.staff import signed_in

pytestmark = pytest.mark.django_db


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

    assert f"la recepción no había terminado (cierra el {today:%d-%m-%Y})" in str(
        cells(world, "lectura")
    )
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
