"""Asking, one thing at a time: nothing typed is lost, sent twice, or tells anyone apart."""

import re
import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from participation.actions.filing import EMAIL_INDEX
from participation.forms import PersonForm, TextForm
from participation.forms_hearings import HallForm
from participation.keys import blind_index
from participation.models import AskDraft, Limit, Message, Person, Submission, Window
from programs.models import Edition
from tests.hostile import HOSTILE
from tests.participation.asking import EMAIL, ROOT, TEXT, Asker, at
from tests.participation.factories import NOW, submission_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Any:
    with at(NOW) as traveller:
        yield traveller


@pytest.fixture
def asker(edition: Edition, clock: Any) -> Asker:
    return Asker()


def words(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_what_one_asks_about_is_quoted_on_the_way_and_filed_with_it(
    asker: Asker, clock: Any
) -> None:
    assert "MM$\xa069.857" in words(asker.see("tipo"))

    asker.fill().send(clock)

    filed = Submission.objects.get()
    assert filed.about_title == "Presupuesto de Fortalecimiento de las pymes"
    assert filed.figure == "pymes-texto-monto"
    assert filed.about_value == "MM$\xa069.857"
    assert filed.about_address == f"{ROOT}cifras/pymes-texto-monto/"


@pytest.mark.parametrize(
    ("about", "field", "value"),
    [
        (f"{ROOT}regiones/los-rios/", "about_region_id", "14"),
        (f"{ROOT}capitulos/genero/", "chapter", "genero"),
        (f"{ROOT}programas/crece/", "program", "crece"),
        (ROOT, "about_kind", "la cuenta"),
    ],
)
def test_a_question_knows_the_place_it_is_about(
    edition: Edition, clock: Any, about: str, field: str, value: str
) -> None:
    Asker(about).fill().send(clock)

    assert getattr(Submission.objects.get(), field) == value


def test_sending_without_email_ends_in_a_folio_and_a_key(asker: Asker, clock: Any) -> None:
    sent = asker.fill().send(clock)
    receipt = asker.client.get(sent["Location"], follow=True)

    assert "CPP-2022-000001-0" in words(receipt)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words(receipt))
    assert Submission.objects.get().state == "received"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("step", "typed", "kept", "said"),
    [
        ("tipo", {"kind": "otra"}, "", "Elija una de las tres."),
        ("texto", {"text": "Corta"}, "Corta", "Escriba al menos 10 letras"),
        ("texto", {"text": "a" * 3001}, "a" * 3001, "tiene 1 letra de más"),
        ("texto", {"text": "a" * 3012}, "a" * 3012, "tiene 12 letras de más"),
        ("datos", {"email": "sin arroba"}, "sin arroba", "Falta la arroba"),
        ("datos", {"email": "a@b"}, "a@b", "debe ser como nombre@dominio.cl"),
        ("datos", {"email": "a b@c.cl"}, "a b@c.cl", "Quite los espacios"),
        ("datos", {"email": "a" * 300 + "@c.cl"}, "a" * 300, "no puede tener más de 254"),
        ("datos", {"shown_name": "n" * 101}, "n" * 101, "Acórtelo: tiene 1 letra de más"),
        ("datos", {"region": "99"}, "", "Elija una región de la lista."),
        ("datos", {"sex": "x"}, "", "Elija una opción de la lista."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_stays_to_be_mended(
    asker: Asker, step: str, typed: dict[str, str], kept: str, said: str
) -> None:
    response = asker.give(step, **typed)

    assert response.status_code == 400
    assert said in words(response)
    assert kept in words(response)
    # Also in another browser, where nothing is known but the address.
    assert kept in words(Client().get(f"{asker.base}{step}/"))


def test_going_back_keeps_what_was_typed_without_judging_it(asker: Asker) -> None:
    response = asker.give("texto", text="Corta", volver="1")

    assert response["Location"] == f"{asker.base}tipo/"
    assert "Corta" in words(asker.see("texto"))


@pytest.mark.parametrize("length", [10, 3000])
def test_the_shortest_and_the_longest_text_are_taken(asker: Asker, length: int) -> None:
    assert asker.give("texto", text="ñ" * length).status_code == 302


def test_line_breaks_of_a_browser_count_as_one_letter(asker: Asker) -> None:
    text = "a\r\n" * 1500  # 3,000 as it is counted, without the last break

    assert asker.give("texto", text=text).status_code == 302


def test_review_before_its_time_leads_to_the_step_that_lacks_something(asker: Asker) -> None:
    response = asker.client.get(f"{asker.base}revisar/", follow=True)

    assert response.redirect_chain[-1][0] == f"{asker.base}tipo/?falta=1&cambiar=1"
    assert "Elija una de las tres." in words(response)


def test_review_quotes_everything_and_what_is_changed_comes_back_to_it(asker: Asker) -> None:
    asker.fill(datos={"email": EMAIL, "shown_name": "Rosa", "organisation": "Feria", "sex": "woman",
                      "region": "14"})  # fmt: skip
    page = words(asker.see("revisar"))

    for said in (TEXT, "Consulta", EMAIL, "Rosa", "Feria", "Mujer", "Los Ríos", "Ninguno"):
        assert said in page
    changed = asker.give("tipo", kind="remark", cambiar="1")
    assert changed["Location"] == f"{asker.base}revisar/"


def test_what_was_typed_is_sealed_in_the_table(asker: Asker) -> None:
    asker.fill(datos={"email": EMAIL})

    draft = AskDraft.objects.get()
    assert draft.content_sealed
    assert EMAIL not in draft.content_sealed
    assert "presupuesto" not in draft.content_sealed


def test_what_was_sent_leaves_nothing_in_the_draft(asker: Asker, clock: Any) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)

    assert AskDraft.objects.get().content_sealed == ""


def test_asking_sets_no_cookie_and_its_pages_are_kept_by_nobody(asker: Asker, clock: Any) -> None:
    asker.fill()
    for step in ("tipo", "texto", "parecidas", "archivos", "datos", "revisar", "borrar"):
        response = asker.see(step)
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
    asker.send(clock)

    assert not asker.client.cookies


def test_a_form_on_a_foreign_page_sends_nothing(asker: Asker) -> None:
    response = asker.client.post(
        f"{asker.base}tipo/", {"kind": "question"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 403
    assert "Hágalo desde este portal" in words(response)


# Sending


def test_sending_again_gives_the_same_receipt(asker: Asker, clock: Any) -> None:
    first = asker.fill().send(clock)
    again = asker.give("revisar", formulario_abierto="cualquiera")
    receipts = {
        asker.client.get(each["Location"], follow=True).redirect_chain[-1][0]
        for each in (first, again)
    }

    assert len(receipts) == 1
    assert Submission.objects.count() == 1


def test_what_changed_in_another_window_is_shown_before_it_is_sent(
    asker: Asker, clock: Any
) -> None:
    asker.fill()
    reviewed = re.search(r'name="revisado" value="([^"]+)"', words(asker.see("revisar")))
    assert reviewed
    asker.give("texto", text="Otra pregunta, escrita en otra ventana", parecidas_vistas="1")

    response = asker.send(clock, revisado=reviewed[1])

    assert response.status_code == 409
    assert "Otra pregunta, escrita en otra ventana" in words(response)
    assert not Submission.objects.exists()


def test_who_reviews_in_two_seconds_is_no_robot_after_minutes_of_writing(
    asker: Asker, clock: Any
) -> None:
    clock.shift(timedelta(minutes=5))
    asker.fill()

    assert asker.give("revisar", formulario_abierto=asker.token()).status_code == 302


def test_a_draft_written_in_no_time_is_asked_to_be_sent_again(asker: Asker) -> None:
    asker.fill()
    response = asker.give("revisar", formulario_abierto=asker.token())

    assert response.status_code == 400
    assert "llegó apenas abierto" in words(response)
    assert TEXT in words(response)
    assert not Submission.objects.exists()


def test_who_fills_the_hidden_box_is_told_to_leave_it_blank(asker: Asker, clock: Any) -> None:
    response = asker.fill().send(clock, segundo_asunto="https://malo.invalid")

    assert response.status_code == 400
    assert "Deje en blanco la casilla" in words(response)


def test_a_form_of_last_week_is_renewed_and_then_passes(asker: Asker, clock: Any) -> None:
    asker.fill()
    token = asker.token()
    clock.shift(timedelta(days=8))
    refused = asker.give("revisar", formulario_abierto=token)
    renewed = re.search(r'name="formulario_abierto" value="([^"]+)"', words(refused))
    assert renewed
    clock.shift(timedelta(seconds=10))

    assert refused.status_code == 400
    assert asker.give("revisar", formulario_abierto=renewed[1]).status_code == 302


def test_too_many_keeps_everything_says_when_and_the_other_way(asker: Asker, clock: Any) -> None:
    Limit.objects.filter(slug="submit-address-no-proof").update(count=1)
    asker.fill().send(clock)
    second = Asker().fill()
    response = second.send(clock)

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    page = words(response)
    assert "Puede intentarlo de nuevo" in page
    assert "papel" in page
    assert TEXT in page
    assert Submission.objects.count() == 1


def test_an_email_lets_one_pass_where_a_school_used_up_its_connection(
    asker: Asker, clock: Any
) -> None:
    Limit.objects.filter(slug__startswith="submit-address").update(count=1)
    asker.fill().send(clock)

    assert Asker().fill(datos={"email": EMAIL}).send(clock).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_submission(edition: Edition) -> None:
    with at(NOW) as clock:
        asker = Asker().fill()
        token = asker.token()
        clock.shift(timedelta(minutes=1))
        begin = threading.Barrier(4)
        answers = []

        def click() -> None:
            begin.wait()
            response = Client().post(f"{asker.base}revisar/", {"formulario_abierto": token})
            answers.append(response.status_code)
            connection.close()

        threads = [threading.Thread(target=click) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert answers == [302] * 4
    assert Submission.objects.get().number == 1


# The e-mail


def _sent(email: str, clock: Any) -> tuple[int, str, int]:
    """Status, page and number of statements of sending with that e-mail."""
    asker = Asker().fill(datos={"email": email})
    token = asker.token()
    clock.shift(timedelta(minutes=1))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = asker.give("revisar", formulario_abierto=token)
    page = words(asker.client.get(answer["Location"]))
    page = re.sub(r'data-proof-challenge="[^"]*"', "", page.replace(asker.uid, "UID"))
    return answer.status_code, page, len(asked)


def test_known_and_unknown_addresses_get_the_same_page_status_and_work(
    edition: Edition, clock: Any
) -> None:
    submission_at("received", account=edition.account, email="conocida@correo.invalid")
    Person.objects.get(email_index=blind_index("conocida@correo.invalid", EMAIL_INDEX))
    Asker().fill(datos={"email": "otra@correo.invalid"}).send(clock)  # what is only read once

    known = _sent("conocida@correo.invalid", clock)
    unknown = _sent("nueva@correo.invalid", clock)

    assert known[:2] == unknown[:2]
    # One statement more makes the person: two within one savepoint.
    assert 0 <= unknown[2] - known[2] <= 3
    assert {each.state for each in Submission.objects.filter(text=TEXT)} == {"unconfirmed"}


def test_where_no_message_comes_the_folio_is_given_and_the_email_forgotten(
    asker: Asker, clock: Any
) -> None:
    sent = asker.fill(datos={"email": EMAIL}).send(clock)
    assert "Revise su correo" in words(asker.client.get(sent["Location"]))

    response = asker.client.post(f"{asker.base}sin-correo/", follow=True)

    assert "CPP-2022-000001-0" in words(response)
    assert Submission.objects.get().authorship.person.email_index is None
    assert EMAIL not in words(response)
    assert not Person.objects.filter(email_index__isnull=False).exists()
    assert not Message.objects.waiting().exists()


def test_an_email_is_no_way_around_the_limits_of_who_gives_none(asker: Asker, clock: Any) -> None:
    Limit.objects.filter(slug="submit-address-no-proof").update(count=1)
    asker.fill().send(clock)
    other = Asker().fill(datos={"email": "inventada@correo.invalid"})
    other.send(clock)

    response = other.client.post(f"{other.base}sin-correo/")

    assert response.status_code == 429
    assert "Puede intentarlo de nuevo" in words(response)
    assert Submission.objects.filter(folio__isnull=False).count() == 1


def test_link_of_the_mail_shows_a_button_and_only_the_button_files(
    asker: Asker, clock: Any
) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    address = _link()

    shown = Client().get(address)

    assert "¿Usted envió esto?" in words(shown)
    assert TEXT in words(shown)
    assert Submission.objects.get().state == "unconfirmed"
    confirmed = Client().post(address, follow=True)
    assert "CPP-2022-000001-0" in words(confirmed)
    assert "CPP-2022-000001-0" in words(Client().get(address, follow=True))
    assert "CPP-2022-000001-0" in words(asker.client.get(f"{asker.base}enviado/", follow=True))


def _link() -> str:
    from participation.links import confirm_url

    return "/participar/confirmar/" + confirm_url(Submission.objects.get()).split("/")[-2] + "/"


def test_filed_when_it_was_sent_not_when_it_was_confirmed(asker: Asker, clock: Any) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    address = _link()
    clock.shift(timedelta(days=3))

    Client().post(address)

    filed = Submission.objects.get()
    assert filed.filed_on == NOW.date()
    assert filed.received_at == filed.sent_at


def test_link_opened_too_late_says_so(asker: Asker, clock: Any) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    address = _link()
    clock.shift(timedelta(days=8))

    response = Client().post(address)

    assert response.status_code == 410
    assert "ya venció" in words(response)
    assert Submission.objects.get().state == "unconfirmed"


@pytest.mark.parametrize("token", ["x", "a:b:c", HOSTILE.replace("/", ""), "%00", "." * 3000])
def test_tampered_link_opens_nothing(asker: Asker, clock: Any, token: str) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    good = _link()

    for address in (f"/participar/confirmar/{token}/", good[:-3] + "xx/"):
        response = Client().post(address)
        assert response.status_code == 404
    assert Submission.objects.get().state == "unconfirmed"


def test_link_is_dead_once_its_author_let_the_email_go(asker: Asker, clock: Any) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    address = _link()
    asker.client.post(f"{asker.base}sin-correo/")

    for response in (Client().get(address), Client().post(address)):
        assert response.status_code == 409
        assert "CPP-2022" not in words(response)


def test_link_to_what_nobody_confirmed_in_time_says_so(asker: Asker, clock: Any) -> None:
    asker.fill(datos={"email": EMAIL}).send(clock)
    address = _link()
    Submission.objects.all().delete()

    assert Client().get(address).status_code == 410


# Similar questions


def test_similar_questions_are_shown_before_going_on_without_javascript(
    edition: Edition, asker: Asker
) -> None:
    known = submission_at("answered", account=edition.account, text=f"{TEXT} Quisiera saberlo.")

    response = asker.give("texto", text=TEXT)

    assert response["Location"] == f"{asker.base}parecidas/"
    page = words(asker.see("parecidas"))
    assert str(known.folio) in page
    assert "se declaró desierto" in page
    assert "Yo también pregunto esto" in page


def test_fragment_keeps_what_is_being_written(asker: Asker) -> None:
    response = asker.give("parecidas", text="Estoy escribiendo algo todavía")

    assert response.status_code == 200
    assert "<html" not in words(response)
    assert "Estoy escribiendo algo todavía" in words(asker.see("texto"))


def test_what_is_not_public_is_never_among_the_similar(edition: Edition, asker: Asker) -> None:
    hidden = submission_at("received", account=edition.account, text=f"{TEXT} Quisiera saberlo.")

    assert asker.give("texto", text=TEXT)["Location"] == f"{asker.base}archivos/"
    assert str(hidden.folio) not in words(asker.give("parecidas", text=TEXT))


def test_supporting_from_a_draft_comes_back_to_it(edition: Edition, asker: Asker) -> None:
    known = submission_at("admitted", account=edition.account, text=f"{TEXT} Quisiera saberlo.")

    response = asker.client.post(
        f"/participacion/{known.folio}/apoyar/", {"borrador": asker.uid}, follow=True
    )

    assert f"lo que dice la {known.folio}" in words(response)
    known.refresh_from_db()
    assert known.support_count == 1


def test_support_counts_once_a_browser(edition: Edition, clock: Any) -> None:
    known = submission_at("admitted", account=edition.account)
    one, other = Client(), Client()

    for client in (one, one, other):
        response = client.post(f"/participacion/{known.folio}/apoyar/")
        assert response.status_code == 200

    known.refresh_from_db()
    assert known.support_count == 2
    assert "ya estaba sumado" in words(one.post(f"/participacion/{known.folio}/apoyar/"))
    assert one.cookies["apoyo"]["httponly"]


def test_a_forged_mark_is_a_new_one_and_names_nobody(edition: Edition, clock: Any) -> None:
    known = submission_at("admitted", account=edition.account)
    client = Client()
    client.cookies["apoyo"] = "forjada"

    assert client.post(f"/participacion/{known.folio}/apoyar/").status_code == 200
    assert known.supports.count() == 1


@pytest.mark.parametrize("folio", ["CPP-2022-000009-6", "nada", "\x00", "%00"])
def test_only_what_is_public_can_be_supported(edition: Edition, clock: Any, folio: str) -> None:
    hidden = submission_at("received", account=edition.account)

    for each in (str(hidden.folio), folio):
        assert Client().post(f"/participacion/{each}/apoyar/").status_code == 404


def test_support_without_end_from_one_connection_is_stopped(edition: Edition, clock: Any) -> None:
    known = submission_at("admitted", account=edition.account)
    Limit.objects.filter(slug="support-address").update(count=1)

    Client().post(f"/participacion/{known.folio}/apoyar/")
    response = Client().post(f"/participacion/{known.folio}/apoyar/")

    assert response.status_code == 429
    assert "No pudimos sumar su apoyo" in words(response)


# When


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [(-30, -2, "El período de recepción terminó"), (5, 30, "todavía no comienza")],
)
def test_outside_the_window_the_page_says_so_and_takes_it_all_the_same(
    edition: Edition, clock: Any, opens: int, closes: int, said: str
) -> None:
    today = NOW.date()
    Window.objects.create(
        account=edition.account, event_on=today, opens_on=today + timedelta(days=opens),
        closes_on=today + timedelta(days=closes), answers_from="filing",
    )  # fmt: skip
    page = words(Client().get("/participar/"))
    assert said in page
    assert "se responde igual" in page

    Asker().fill().send(clock)

    assert Submission.objects.get().is_extemporaneous


def test_before_any_account_there_is_nothing_to_begin(clock: Any) -> None:
    response = Client().post("/participar/")

    assert "Todavía no hay una cuenta publicada" in words(response)
    assert not AskDraft.objects.exists()


# Hostile


FIELDS = {
    "tipo": ("kind",),
    "texto": ("text",),
    "datos": ("shown_name", "email", "region", "organisation", "sex"),
    "archivos": ("quitar",),
    "parecidas": (),
}


@pytest.mark.parametrize("step", FIELDS)
@pytest.mark.parametrize(
    "typed",
    [HOSTILE, "\x00", "\x00" * 20, "x" * 200_000, "\u202e\u2066" * 10, "' OR 1=1 --", "🙂" * 3001,
     "\ud800".encode("utf-8", "surrogatepass"), "{{ 7|add:7 }}", "-1", "١٢٣"],
)  # fmt: skip
def test_hostile_words_in_any_field_are_words_or_are_mended(
    asker: Asker, clock: Any, step: str, typed: Any
) -> None:
    everything = [name for names in FIELDS.values() for name in names]
    for names in (*zip(FIELDS[step], strict=True), everything):
        response = asker.give(step, **dict.fromkeys(names, typed))
        assert response.status_code < 500
        assert "<script>alert" not in words(response)
        assert "<script>alert" not in words(asker.see(step))
    repeated = asker.client.post(f"{asker.base}{step}/", {"text": [typed, typed], "kind[]": typed})
    assert repeated.status_code < 500


def test_no_browser_cuts_what_is_pasted() -> None:
    for field in (TextForm()["text"], PersonForm()["shown_name"], HallForm()["text"]):
        assert "maxlength" not in str(field)


def test_hostile_words_are_filed_as_words(edition: Edition, clock: Any) -> None:
    asker = Asker().fill(
        texto={"text": HOSTILE, "parecidas_vistas": "1"},
        datos={"shown_name": HOSTILE[:90], "organisation": HOSTILE[:90]},
    )
    page = words(asker.see("revisar"))
    assert "&lt;script&gt;" in page

    receipt = words(asker.client.get(asker.send(clock)["Location"], follow=True))

    assert "<script>alert" not in receipt
    assert "&lt;script&gt;" in receipt


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(asker: Asker, method: str) -> None:
    assert getattr(asker.client, method)(f"{asker.base}tipo/").status_code == 405


def test_a_draft_that_is_not_there_says_so(edition: Edition, clock: Any) -> None:
    for step in ("tipo", "revisar", "parecidas", "borrar", "enviado"):
        response = Client().get(f"/participar/{uuid4()}/{step}/")
        assert response.status_code == 404
        assert "Este borrador ya no está" in words(response)


def test_an_unknown_step_is_not_found(asker: Asker) -> None:
    assert asker.see("otro-paso").status_code == 404
