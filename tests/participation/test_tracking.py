"""Following: one key opens one filing, and says truly where it is."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.actions.filing import send_submission
from participation.actions.moderation import uphold_refusal
from participation.keys import tracking_key
from participation.models import Limit, Submission, Window
from participation.pages.tracking import HAPPENED, INSIDE, stages_of, tracking_of
from participation.tracking import filing_by_key
from participation.transitions import ACTION, STATE
from programs.models import Edition
from tests.hostile import HOSTILE
from tests.participation.asking import at
from tests.participation.factories import (
    ANSWER,
    NOW,
    REVIEWER,
    AttachmentFactory,
    account_of_tests,
    staff,
    submission_at,
)

pytestmark = pytest.mark.django_db
FILED = tuple(state for state in STATE if state != "unconfirmed")
LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with at(LATER) as traveller:
        yield traveller


def page_of(submission: Submission, name: str = "tracking") -> str:
    key = tracking_key(str(submission.uid))
    return reverse(f"participation:{name}", args=[submission.folio, key])


def words(response: Any) -> str:
    text: str = response.content.decode()
    return text


# The door


@pytest.mark.parametrize(
    "written",
    [
        lambda folio, key: (folio, key),
        lambda folio, key: (folio.lower(), key.lower()),
        lambda folio, key: (folio.replace("-", " "), key.replace("-", "")),
        lambda folio, key: (folio.removeprefix("CPP-"), f"  {key}\n"),
        lambda folio, key: (folio.replace("-", "–"), key.replace("0", "O")),
    ],
)
def test_folio_and_key_open_the_page_however_they_are_written(written: Any) -> None:
    filing = submission_at("received")
    folio, key = written(filing.folio, tracking_key(str(filing.uid)))

    response = Client().post("/seguimiento/", {"folio": folio, "key": key})

    assert response.status_code == 302
    assert response["Location"] == page_of(filing)


def test_a_wrong_folio_and_a_wrong_key_get_the_same_answer() -> None:
    filing = submission_at("received")
    unknown = "CPP-2022-000009-6"
    key = tracking_key(str(filing.uid))

    wrong_key = Client().post("/seguimiento/", {"folio": filing.folio, "key": "0000-0000-0000"})
    wrong_folio = Client().post("/seguimiento/", {"folio": unknown, "key": key})

    assert wrong_key.status_code == wrong_folio.status_code == 404
    assert "con ese folio y esa clave" in words(wrong_key)
    same = words(wrong_key).replace(str(filing.folio), "F").replace("0000-0000-0000", "K")
    assert same == words(wrong_folio).replace(unknown, "F").replace(key, "K")


def test_the_key_of_one_filing_opens_no_other() -> None:
    one, other = submission_at("received"), submission_at("received", email="otra@correo.invalid")

    assert filing_by_key(str(one.folio), tracking_key(str(other.uid))) is None
    assert filing_by_key(str(one.folio), tracking_key(str(one.uid))) == one


@pytest.mark.parametrize("typed", ["", "nada", "\x00", HOSTILE, "x" * 100_000, "CPP-2022-000123-1"])
def test_a_mistyped_folio_is_said_beside_the_field(typed: str) -> None:
    response = Client().post("/seguimiento/", {"folio": typed, "key": typed})

    assert response.status_code == 400
    assert 'id="id_folio_error"' in words(response)
    assert "<script>alert" not in words(response)


def test_guessing_is_slowed_down_and_who_has_the_link_is_not() -> None:
    filing = submission_at("received")
    Limit.objects.filter(slug="track-address").update(count=2)
    wrong = f"/seguimiento/{filing.folio}/0000-0000-0000/"

    statuses = [Client().get(wrong).status_code for _ in range(3)]
    form = Client().post("/seguimiento/", {"folio": filing.folio, "key": "0000-0000-0000"})

    assert statuses == [404, 404, 429]
    assert form.status_code == 429
    assert filing.folio in words(form)
    assert Client().get(page_of(filing)).status_code == 200


@pytest.mark.parametrize("name", ["tracking", "receipt", "withdraw", "mend", "follow-up"])
def test_pages_with_a_key_are_kept_indexed_and_passed_on_by_nobody(name: str) -> None:
    response = Client().get(page_of(submission_at("received"), name))

    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert 'name="robots" content="noindex"' in words(response)
    assert not response.cookies


# The page


@pytest.mark.parametrize("state", FILED)
def test_every_state_says_where_it_is_whose_turn_it_is_and_what_is_next(state: str) -> None:
    page = words(Client().get(page_of(submission_at(state))))

    for said in (STATE[state].label, STATE[state].sentence, STATE[state].turn, STATE[state].next):
        assert said in page


def test_every_act_is_told_to_its_author_or_stays_inside_on_purpose() -> None:
    assert set(ACTION) <= set(HAPPENED) | INSIDE
    assert set(HAPPENED) & INSIDE == set()


def test_what_happened_is_told_in_words_and_no_name_is_given() -> None:
    page = words(Client().get(page_of(submission_at("notified"))))

    for said in (HAPPENED[act] for act in ("receive", "admit", "assign", "review", "answer")):
        assert said in page
    assert "Persona que modera" not in page
    assert "Persona que redacta" not in page


def test_the_answer_is_there_signed_once_it_is_published() -> None:
    assert ANSWER not in words(Client().get(page_of(submission_at("in_review"))))

    page = words(Client().get(page_of(submission_at("answered", email="b@correo.invalid"))))

    assert ANSWER in page
    assert "Directora" in page


@pytest.mark.parametrize(
    ("state", "marks"),
    [
        ("received", "now next next next"), ("admitted", "done now next next"),
        ("drafting", "done done now next"), ("notified", "done done done done"),
        ("not_admitted", "done stop"), ("withdrawn", "done stop"),
    ],
)  # fmt: skip
def test_journey_shows_a_square_for_each_stage(state: str, marks: str) -> None:
    assert " ".join(stage.mark for stage in stages_of(submission_at(state))) == marks


def test_term_is_counted_down_and_lateness_is_said(clock: Any) -> None:
    filing = submission_at("assigned")
    assert filing.due_on is not None
    clock.move_to(
        datetime.combine(filing.due_on, datetime.min.time(), tzinfo=UTC) + timedelta(hours=15)
    )
    assert "Vence hoy" in words(Client().get(page_of(filing)))

    clock.shift(timedelta(days=1))
    page = words(Client().get(page_of(filing)))

    assert "Fuera de plazo" in page
    assert "sigue debiendo la respuesta" in page


# What one may do


@pytest.mark.parametrize("state", FILED)
def test_the_page_offers_exactly_what_the_state_lets(state: str) -> None:
    filing = submission_at(state)
    shown = tracking_of(filing, LATER)
    page = words(Client().get(page_of(filing)))

    offers = {
        "Retirar este envío": shown.may_withdraw,
        "Volver a preguntar una vez</a>": shown.may_follow_up,
        "Completar lo que falta": shown.may_mend,
        "Pedir que se revise el motivo": shown.may_ask_review,
    }
    assert {offer: offer in page for offer in offers} == offers


def test_withdrawing_asks_once_and_then_nobody_answers_it() -> None:
    filing = submission_at("assigned")

    asked = Client().get(page_of(filing, "withdraw"))
    assert "¿Retirar su envío?" in words(asked)
    filing.refresh_from_db()
    assert filing.state == "assigned"

    done = Client().post(page_of(filing, "withdraw"), follow=True)
    assert "La retiró." in words(done)
    filing.refresh_from_db()
    assert filing.state == "withdrawn"


@pytest.mark.parametrize("state", ["answered", "closed", "withdrawn", "referred"])
def test_what_ended_cannot_be_withdrawn_and_the_page_says_so(state: str) -> None:
    filing = submission_at(state)

    response = Client().post(page_of(filing, "withdraw"))

    assert response.status_code == 409
    assert "ya no se puede retirar" in words(response)


def test_completing_adds_to_what_was_filed() -> None:
    filing = submission_at("mending")
    assert "Diga de qué programa habla." in words(Client().get(page_of(filing, "mend")))

    Client().post(page_of(filing, "mend"), {"text": "Hablo del programa Crece."})

    before = filing.text
    filing.refresh_from_db()
    assert filing.state == "received"
    assert filing.text.startswith(before)
    assert "Hablo del programa Crece." in filing.text


@pytest.mark.parametrize(("name", "state"), [("mend", "mending"), ("follow-up", "notified")])
@pytest.mark.parametrize("typed", ["", "corta", "x" * 3001, "\x00", HOSTILE + "y" * 3000])
def test_a_text_that_must_be_mended_stays_in_its_box(name: str, state: str, typed: str) -> None:
    filing = submission_at(state)

    response = Client().post(page_of(filing, name), {"text": typed})

    assert response.status_code == 400
    assert 'id="id_text_error"' in words(response)
    assert "<script>alert" not in words(response)
    assert typed.strip("\x00")[:50].split("<")[0][:5] in words(response)


def test_one_may_ask_again_once_and_gets_another_folio() -> None:
    filing = submission_at("notified")

    again = Client().post(
        page_of(filing, "follow-up"), {"text": "¿Y el año anterior cuánto fue?"}, follow=True
    )
    twice = Client().post(page_of(filing, "follow-up"), {"text": "¿Y el año que viene, cuánto?"})

    made = Submission.objects.get(follows=filing)
    assert made.folio != filing.folio
    assert str(made.folio) in words(again)
    assert twice.status_code == 409
    assert "¿Y el año que viene, cuánto?" in words(twice)


def test_a_refusal_says_its_reason_and_may_be_reviewed_once() -> None:
    filing = submission_at("not_admitted")
    assert filing.refusal is not None
    page = words(Client().get(page_of(filing)))
    assert filing.refusal.how_to_mend in page

    done = Client().post(page_of(filing, "review-request"), follow=True)
    twice = Client().post(page_of(filing, "review-request"))

    assert "La hará otra persona" in words(done)
    assert twice.status_code == 409
    uphold_refusal(filing, note="No trata de la cuenta.", by=staff(REVIEWER), now=LATER)
    page = words(Client().get(page_of(filing)))
    assert "lo mantuvo" in page
    assert "No trata de la cuenta." in page


def test_writing_without_end_about_one_folio_is_stopped_and_keeps_the_text() -> None:
    filing = submission_at("mending")
    Limit.objects.filter(slug="follow-up-draft").update(count=1)
    Client().post(page_of(filing, "withdraw"))

    response = Client().post(page_of(filing, "mend"), {"text": "Hablo del programa Crece."})

    assert response.status_code == 429
    assert response["Retry-After"]


# The receipt


def test_receipt_tells_the_real_and_the_legal_instant_apart(edition: Edition) -> None:
    saturday = datetime(2022, 6, 5, 2, 47, tzinfo=UTC)  # 22:47 of the fourth, in Chile
    Window.objects.create(
        account=edition.account, event_on=datetime(2022, 5, 27).date(),  # noqa: DTZ001 (a day)
        opens_on=datetime(2022, 5, 27).date(), closes_on=datetime(2022, 6, 30).date(),  # noqa: DTZ001
        answers_from="event",
    )  # fmt: skip
    filing = send_submission(
        account=edition.account, kind="question", text="¿Cuánto fue el fondo?", now=saturday
    )

    page = words(Client().get(page_of(filing, "receipt")))

    assert "sábado 4 de junio de 2022 a las 22:47" in page
    assert "lunes 6 de junio de 2022, a primera hora" in page
    assert "martes 2 de agosto de 2022" in page
    assert "día 45, vence el plazo" in page
    assert filing.text_sha256 in page


def test_receipt_is_one_with_its_tracking_page_and_never_tells_the_email() -> None:
    filing = submission_at("received")
    page = words(Client().get(page_of(filing, "receipt")))

    assert "<svg" in page
    assert f'href="{page_of(filing)}"' in page
    assert tracking_key(str(filing.uid)) in page
    assert "@" not in re.sub(r"<[^>]*>", "", page)


def test_receipt_is_the_same_with_an_email_and_without() -> None:
    with_email = submission_at("received")
    without = submission_at("received", email="")

    pages = [
        re.sub(
            r'd="[^"]*"|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}|CPP-[0-9]{4}-[0-9]{6}-.', "",
            words(Client().get(page_of(each, "receipt"))),
        )
        for each in (with_email, without)
    ]  # fmt: skip

    assert re.sub(r"viewBox=\S+ \S+ \S+ \S+", "", pages[0]) == re.sub(
        r"viewBox=\S+ \S+ \S+ \S+", "", pages[1]
    )


# Files


@pytest.fixture
def kept_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_author_gets_the_own_file_back_and_never_within_a_page(kept_files: None) -> None:
    filing = submission_at("received")
    file = AttachmentFactory(submission=filing, name="informe año.pdf")
    key = tracking_key(str(filing.uid))
    address = reverse("participation:attachment", args=[filing.folio, key, file.uid])

    assert address in words(Client().get(page_of(filing)))
    response: Any = Client().get(address)

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_or_a_paper_original_is_not_given(kept_files: None) -> None:
    filing = submission_at("received")
    other = AttachmentFactory(submission=submission_at("received", email="b@correo.invalid"))
    original = AttachmentFactory(submission=filing, is_original=True)
    key = tracking_key(str(filing.uid))

    for file in (other, original):
        address = reverse("participation:attachment", args=[filing.folio, key, file.uid])
        assert Client().get(address).status_code == 404


def test_hostile_words_are_words_on_every_page_of_a_filing() -> None:
    filing = send_submission(
        account=account_of_tests(), kind="remark", text=f"{HOSTILE} {HOSTILE}",
        shown_name=HOSTILE[:100], now=NOW,
    )  # fmt: skip

    for name in ("tracking", "receipt", "withdraw", "mend", "follow-up", "review-request"):
        assert "<script>alert" not in words(Client().get(page_of(filing, name)))


def test_a_page_costs_the_same_however_much_happened(
    django_assert_max_num_queries: Any,
) -> None:
    filing = submission_at("closed")
    address = page_of(filing)

    with django_assert_max_num_queries(14):
        Client().get(address)
