"""The public list and the permanent page of each question."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.actions import answers, moderation, redaction
from participation.models import Attachment, Submission
from participation.public import page_of, read_place
from participation.redactions import Kind
from programs.models import Edition
from tests.participation.factories import (
    ANSWER,
    MODERATOR,
    NOW,
    REVIEWER,
    SIGNER,
    WRITER,
    AttachmentFactory,
    staff,
    submission_at,
)
from tests.participation.hearings import hearing_at

pytestmark = pytest.mark.django_db
LIST = "/participacion/"
LATER = NOW + timedelta(hours=8)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def asked(text: str, **more: Any) -> Submission:
    """A published question with those words."""
    return submission_at("admitted", text=text, email="", **more)


def many(count: int, first: int = 1_000) -> None:
    """So many public questions more, written at once."""
    model = Submission.objects.first() or asked("¿Cuánto costó la primera de todas?")
    copied = {
        field.attname: getattr(model, field.attname)
        for field in model._meta.concrete_fields
        if field.attname not in ("id", "search", "uid", "number", "folio", "support_count")
    }
    Submission.objects.bulk_create(
        Submission(**copied, number=n, folio=f"CPP-2026-{n:06d}-0", support_count=n % 7)
        for n in range(first, first + count)
    )


def test_the_list_shows_what_was_published_and_nothing_else(client: Client) -> None:
    asked("¿Cuánto costó la feria de Ovalle?")
    submission_at("received", text="Todavía nadie leyó estas palabras", email="")

    page = read(client, LIST)

    assert "feria de Ovalle" in page
    assert "nadie leyó" not in page
    assert "1 pregunta" in page


def test_an_empty_list_invites_to_ask(client: Client) -> None:
    page = read(client, LIST)

    assert "Todavía no hay preguntas publicadas" in page
    assert "/participar/" in page


def test_words_are_found_without_accents_and_in_another_number(client: Client) -> None:
    asked("¿Qué pasó con los caminos públicos?")
    asked("¿Cuánto costó la feria?")

    page = read(client, f"{LIST}?q=camino+publico")

    assert "caminos públicos" in page
    assert "la feria" not in page


@pytest.mark.parametrize("more", ["", "&estado=respondidas", "&orden=plazo"])
def test_words_that_nobody_used_find_nothing_and_say_what_to_do(client: Client, more: str) -> None:
    asked("¿Cuánto costó la feria?")

    page = read(client, f"{LIST}?q=zapatilla{more}")

    assert "Ninguna pregunta cumple con lo que eligió" in page
    assert '<details class="filters" open>' in page
    assert "la feria" not in page
    assert client.get(f"/participacion/preguntas.atom?q=zapatilla{more}").status_code == 200


def test_a_folio_is_found_however_it_is_written(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")
    asked("¿Qué pasó con los caminos públicos?")

    page = read(client, f"{LIST}?q={str(one.folio).lower().replace('-', '+')}")

    assert "la feria" in page
    assert "caminos" not in page


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "region=narnia", "estado=feliz", "orden=azar", "despues=%00", "despues=hola",
        "despues=YXBveWFkYXN8OTk5OTk5OTk5OTk5OTk5OTl8MQ", "cuenta=dos", "cuenta=99999",
        "sobre=/admin/", "sobre=%00", "capitulo=%00", "programa=a%27b", "tipo=x", "efecto=x",
        "q=" + "a" * 500, "sobre=javascript:alert(1)", "despues=" + "A" * 300,
        "orden=recientes&despues=cmVjaWVudGVzfDIwMjYtMDEtMDF8MQ",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_answers_400_with_what_to_do(client: Client, query: str) -> None:
    asked("¿Cuánto costó la feria?")

    page = read(client, f"{LIST}?{query}", status=400)

    assert "to-mend" in page or 'role="alert"' in page
    assert "la feria" not in page


def test_the_pages_of_the_list_hold_every_question_once(client: Client) -> None:
    many(44)

    seen: list[str] = []
    for order in ("apoyadas", "recientes", "plazo"):
        address, found = f"{LIST}?orden={order}", []
        while address:
            context = client.get(address).context["page"]
            found += [row.folio for row in context.rows]
            address = context.next
        assert len(found) == len(set(found)) == 45, order
        seen.append(order)

    assert seen == ["apoyadas", "recientes", "plazo"]


def test_a_place_of_one_order_does_not_serve_for_another() -> None:
    many(25)
    after = page_of(Submission.objects.public(), "apoyadas").after

    with pytest.raises(ValueError, match="order"):
        read_place(after, "recientes")


def test_ten_and_a_thousand_questions_cost_the_same_queries(client: Client) -> None:
    many(9)
    read(client, LIST)  # what is read once and kept
    with CaptureQueriesContext(connection) as few:
        read(client, LIST)
    many(990, first=5_000)

    with CaptureQueriesContext(connection) as lots:
        page = read(client, LIST)

    assert len(lots) == len(few) <= 7
    assert "1.000 preguntas" in page


def test_a_hearing_that_is_being_held_is_told_before_the_questions(client: Client) -> None:
    before = read(client, LIST)
    hearing = hearing_at("open")

    told = read(client, LIST)
    filtered = read(client, f"{LIST}?estado=respondidas")

    assert "se hace una audiencia" not in before + filtered
    assert "se hace una audiencia" in told
    assert f"/audiencias/{hearing.number}/preguntar/" in told


def test_tabs_count_what_they_show(client: Client) -> None:
    asked("¿Cuánto costó la feria?")
    submission_at("answered", email="", text="¿Qué pasó con los caminos públicos?")

    tabs = {tab.label: tab.count for tab in client.get(LIST).context["page"].tabs}
    answered = read(client, f"{LIST}?estado=respondidas")

    assert tabs == {"Todas": "2", "Sin respuesta": "1", "Respondidas": "1"}
    assert "caminos" in answered
    assert "la feria" not in answered


def test_the_day_it_is_due_is_in_time_and_the_next_is_late(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")
    assert one.due_on is not None

    with time_machine.travel(one.due_on.isoformat() + "T23:00:00-04:00", tick=False):
        in_time = read(client, LIST)
    with time_machine.travel((one.due_on + timedelta(days=1)).isoformat() + "T12:00:00-04:00"):
        late = read(client, LIST)

    assert "Fuera de plazo" not in in_time
    assert "Fuera de plazo" in late


def test_public_pages_set_no_cookie_and_may_be_kept_a_minute(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")

    for address in (LIST, f"{LIST}{one.folio}/", f"{LIST}cambios/", f"{LIST}preguntas.atom",
                    f"{LIST}fragmento/", f"{LIST}fragmento/plazo/"):  # fmt: skip
        answer = client.get(address)
        again = client.get(address, headers={"if-none-match": answer["ETag"]})

        assert not answer.cookies, address
        assert "cookie" not in answer.get("Vary", "").lower(), address
        assert answer["Cache-Control"] == "public, max-age=60", address
        assert again.status_code == 304, address


def test_what_belongs_to_a_page_is_found_by_its_address(client: Client, edition: Edition) -> None:
    from participation.actions.filing import About

    figure = About(edition=edition, path="cifras/una/", kind="una cifra", title="Una", figure="una",
                   program="crece", chapter="fondos", value="MM$ 8")  # fmt: skip
    account = edition.account
    asked("¿Por qué esa cifra es tan baja?", about=figure, account=account)
    asked("¿Cuánto costó la feria?", account=account)
    year = account.account_year

    for path in ("cifras/una/", "programas/crece/", "capitulos/fondos/", "ediciones/1/cifras/una/"):
        page = read(client, f"{LIST}?sobre=/cuentas/{year}/{path}")
        assert "tan baja" in page, path
        assert "la feria" not in page, path
    assert "la feria" in read(client, f"{LIST}?sobre=/cuentas/{year}/")


def test_a_question_has_its_words_its_term_and_its_place(client: Client) -> None:
    one = asked("¿Cuánto costó la feria de Ovalle?", shown_name="Vecina de Ovalle")

    page = read(client, f"{LIST}{one.folio}/")

    for words in ("¿Cuánto costó la feria de Ovalle?", "Vecina de Ovalle", "Vence el",
                  one.text_sha256, f"http://127.0.0.1:8000{LIST}{one.folio}/"):  # fmt: skip
        assert words in page
    assert "registro/" in page


def test_every_version_of_an_answer_stays_in_sight(client: Client) -> None:
    one = submission_at("answered", email="")
    at = LATER
    answers.redraft_answer(one, reason="Faltaba un dato", by=staff(WRITER), now=at)
    answers.save_answer(one, text="La segunda respuesta trae el dato que faltaba.",
                        effect="accepts", by=staff(WRITER), now=at)  # fmt: skip
    answers.send_answer_to_review(one, by=staff(WRITER), now=at)
    answers.review_answer(one, by=staff(REVIEWER), now=at)
    answers.publish_answer(one, office="Directora", by=staff(SIGNER), now=at)

    page = read(client, f"{LIST}{one.folio}/")

    assert page.index("La segunda respuesta") < page.index(ANSWER)
    assert "Faltaba un dato" in page
    assert "Persona que firma, Directora" in page


def test_a_hidden_part_shows_its_mark_and_not_what_it_hides(client: Client) -> None:
    one = asked("Escríbanme a rosa@correo.invalid y díganme cuánto costó.")
    redaction.redact_submission(
        one, field="text", phrases=[("rosa@correo.invalid", Kind.EMAIL)], by=staff(MODERATOR),
        now=LATER,
    )  # fmt: skip
    one.refresh_from_db()

    page = read(client, f"{LIST}{one.folio}/")

    assert '<mark class="hidden-part">[reservado: correo]</mark>' in page


def test_a_grouped_question_leads_to_its_head_and_back(client: Client) -> None:
    member = submission_at("grouped", email="", text="¿Cuánto costó la feria, por fin?")
    head = member.group_head
    assert head is not None

    page, other = (read(client, f"{LIST}{each.folio}/") for each in (member, head))

    assert f"{LIST}{head.folio}/" in page
    assert f"{LIST}{member.folio}/" in other


def test_another_spelling_of_a_folio_leads_to_its_page(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")

    answer = client.get(f"{LIST}{str(one.folio).lower()}/")

    assert answer.status_code == 301
    assert answer["Location"] == f"{LIST}{one.folio}/"


def test_a_mistyped_folio_says_what_looks_wrong(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")
    wrong = f"{str(one.folio)[:-1]}{'1' if str(one.folio)[-1] != '1' else '2'}"

    page = read(client, f"{LIST}{wrong}/", status=404)

    assert "hay una letra o un número cambiado" in page


def test_a_refusal_is_public_with_its_reason_and_without_its_words(client: Client) -> None:
    one = submission_at("not_admitted", email="", text="Palabras que no se publican nunca.")
    assert one.refusal is not None

    page = read(client, f"{LIST}{one.folio}/")

    assert "no se publican" not in page
    for words in (one.refusal.public_sentence, one.refusal.how_to_mend):
        assert words[:40] in page


def test_a_withdrawn_question_is_gone_and_its_folio_stays(client: Client) -> None:
    one = submission_at("withdrawn", email="", text="Palabras que su autora retiró.")

    page = read(client, f"{LIST}{one.folio}/", status=410)

    assert "Retirada" in page
    assert "su autora retiró" not in page


def test_a_public_file_is_handed_over_and_never_shown(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?")
    file: Attachment = AttachmentFactory(submission=one)
    address = f"{LIST}{one.folio}/archivos/{file.uid}/"
    before = client.get(address)
    moderation.publish_attachment(one, attachment=file, by=staff(MODERATOR), now=LATER)

    answer = client.get(address)

    assert before.status_code == 404
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_filters_stay_when_the_page_is_turned(client: Client) -> None:
    many(45)

    following = client.get(f"{LIST}?tipo=consulta&estado=sin-respuesta").context["page"].next

    kept = parse_qs(urlsplit(following).query)
    assert kept["tipo"] == ["consulta"]
    assert kept["estado"] == ["sin-respuesta"]


def test_the_page_says_demonstration_and_extemporaneous(client: Client) -> None:
    one = asked("¿Cuánto costó la feria?", is_demo=True)
    Submission.objects.filter(pk=one.pk).update(is_extemporaneous=True)

    for address in (LIST, f"{LIST}{one.folio}/"):
        page = read(client, address)
        assert "demostración" in page
        assert "extemporánea" in page
