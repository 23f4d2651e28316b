"""One filing on one page: every act through its own address, by who may and by who may not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.actions import notes
from participation.actions.authors import support_submission
from participation.admin.acts import ACT, ACTS, Act
from participation.models import (
    Answer,
    Note,
    RegisterEntry,
    Submission,
)
from participation.permissions import ROLES
from participation.transitions import ACTION, STATES
from programs.models import User
from tests.factories import UserFactory
from tests.hostile import HOSTILE
from tests.participation import factories as given
from tests.participation.council_replies import filing_of, reply_at, reviewed
from tests.staff import signed_in, text_of

pytestmark = pytest.mark.django_db
STALE = "Otra persona hizo algo con esta consulta"


@pytest.fixture(autouse=True)
def _frozen(tmp_path: Any, settings: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(given.NOW + timedelta(hours=3), tick=False):
        yield


def _of(row: Submission, name: str = "change", *more: int) -> str:
    return reverse(f"admin:participation_submission_{name}", args=[row.pk, *more])


def _as(role: str) -> Client:
    return signed_in(given.staff(role))


def _send(client: Client, row: Submission, act: str, **typed: Any) -> Any:
    row.refresh_from_db(fields=["version"])
    return client.post(_of(row, act), {"version": row.version, **typed})


def _state(row: Submission) -> str:
    return Submission.objects.get(pk=row.pk).state


def _has(may: tuple[str, ...], act: Act) -> bool:
    """Whether a role with these permissions does that act."""
    return bool({act.needs()} & {*may, "view_submission"})


@pytest.mark.parametrize("code", [act.code for act in ACTS])
def test_an_act_opens_to_the_roles_that_have_it_and_to_no_other(code: str) -> None:
    row = given.received()
    act = ACT[code]

    for role, may in ROLES.items():
        client = _as(role)
        is_let_in = _has(may, act)
        for response in (client.get(_of(row, code)), client.post(_of(row, code))):
            assert (response.status_code != 403) is is_let_in, role
    for stranger in (UserFactory(is_staff=False), UserFactory(role="Edición de datos")):
        assert signed_in(stranger).post(_of(row, code)).status_code in (302, 403)
    assert _state(row) == "received"


def test_every_act_of_the_staff_has_its_page() -> None:
    of_staff = {each.action for each in ACTION.values() if each.permission}
    has_page = {name for act in ACTS for name in act.actions}

    assert of_staff - has_page == set()


@pytest.mark.parametrize("state", [each.code for each in STATES if each.code != "unconfirmed"])
def test_a_page_offers_only_what_state_and_role_allow(state: str) -> None:
    row = given.submission_at(state)

    for role, may in ROLES.items():
        shown = text_of(_as(role).get(_of(row)))
        for act in ACTS:
            link = f'"{_of(row, act.code)}"'
            if link in shown:
                assert _has(may, act), (role, act.code)
                assert act.belongs_to(row), (state, act.code)


def test_a_filing_goes_from_its_arrival_to_its_answer_through_the_pages() -> None:
    row = given.received()
    unit = given.unit_of_tests()
    moderator, writer = _as(given.MODERATOR), _as(given.WRITER)
    reviewer, signer = _as(given.REVIEWER), _as(given.SIGNER)

    _send(moderator, row, "admit", title="¿Por qué bajó el monto?")
    _send(moderator, row, "assign", unit=unit.pk, user=given.staff(given.WRITER).pk)
    _send(writer, row, "draft", text=given.ANSWER, effect="informs", figures="")
    _send(writer, row, "draft", text=given.ANSWER, effect="informs", figures="", send="1")
    _send(reviewer, row, "return", note="Cite la tabla.")
    _send(writer, row, "draft", text=f"{given.ANSWER} Vea la tabla.", effect="informs", send="1")
    _send(reviewer, row, "review")
    looked = text_of(signer.get(_of(row, "answer")))
    _send(signer, row, "answer", office="Directora", understood="on")

    row.refresh_from_db()
    answer = Answer.objects.get()
    assert (row.state, row.title) == ("answered", "¿Por qué bajó el monto?")
    assert answer.text.endswith("Vea la tabla.")
    assert answer.published_by_office == "Directora"
    assert "Vea la tabla." in looked
    assert "Sale un correo a 1 persona." in looked
    assert "Cite la tabla." in text_of(writer.get(_of(row)))


def test_who_wrote_an_answer_is_told_that_another_signs_it() -> None:
    row = given.reviewed()
    writer = given.staff(given.WRITER)
    writer.groups.add(*given.staff(given.SIGNER).groups.all())
    client = signed_in(User.objects.get(pk=writer.pk))

    page = text_of(client.get(_of(row)))
    sent = _send(client, row, "answer", understood="on")

    assert "la revisa y la firma otra persona" in page
    assert _of(row, "answer") not in page
    assert sent.status_code == 409
    assert Answer.objects.filter(published_at__isnull=False).count() == 0


def test_signing_asks_to_say_that_it_was_read() -> None:
    row = given.reviewed()

    response = _send(_as(given.SIGNER), row, "answer", office="Jefa")

    assert response.status_code == 400
    assert "Marque que leyó la respuesta" in text_of(response)
    assert 'value="Jefa"' in text_of(response)
    assert _state(row) == "in_review"


def test_two_people_on_one_filing_do_not_overwrite_each_other() -> None:
    row = given.submission_at("assigned")
    seen = row.version
    writer = _as(given.WRITER)
    _send(_as(given.COORDINATOR), row, "assign", unit=given.unit_of_tests().pk)

    late = writer.post(
        _of(row, "draft"),
        {"version": seen, "text": "Lo que yo escribí con cuidado.", "effect": "informs"},
    )
    page = text_of(late)
    version = page.split('name="version" value="')[1].split('"')[0]
    again = writer.post(
        _of(row, "draft"),
        {"version": version, "text": "Lo que yo escribí con cuidado.", "effect": "informs"},
    )

    assert late.status_code == 409
    assert STALE in page
    assert "Cambió de unidad o de persona" in page
    assert "Persona que coordina" in page
    assert "Lo que yo escribí con cuidado." in page
    assert again.status_code == 302
    assert Answer.objects.get().text == "Lo que yo escribí con cuidado."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_version_that_cannot_be_read_does_nothing(version: str) -> None:
    row = given.received()

    response = _as(given.MODERATOR).post(_of(row, "admit"), {"version": version})

    assert response.status_code == 400
    assert "Abra de nuevo la página" in text_of(response)
    assert _state(row) == "received"


def test_an_act_that_its_state_lacks_says_why() -> None:
    row = given.submission_at("answered")
    moderator = _as(given.MODERATOR)

    looked = moderator.get(_of(row, "admit"))
    sent = _send(moderator, row, "admit")

    assert "está en el estado «Respondida»" in text_of(looked)
    assert sent.status_code == 409
    assert _state(row) == "answered"


@pytest.mark.parametrize(
    ("code", "typed", "asked"),
    [
        ("refuse", {"note": "Nota que se queda"}, "Elija «Motivo»."),
        ("ask_mend", {"request": " "}, "Complete «Qué falta y cómo completarlo»."),
        ("refer", {"note": "Nota que se queda"}, "Complete «Órgano que debe responder»."),
        ("extend", {"days": "999", "reason": "Nota que se queda"}, "menor o igual a 400"),
        ("extend", {"days": "40", "reason": "Nota que se queda"}, "Escriba entre 1 y 22"),
        ("admit", {"title": "a" * 400}, "Acórtelo"),
    ],
)
def test_what_was_typed_stays_beside_what_to_mend(
    code: str, typed: dict[str, str], asked: str
) -> None:
    row = given.received()

    response = _send(_as(given.COORDINATOR), row, code, **typed)

    assert response.status_code in (400, 409)
    assert asked in text_of(response)
    for value in typed.values():
        assert value.strip() in text_of(response)
    assert _state(row) == "received"


def test_similar_ones_are_grouped_by_a_person() -> None:
    head, member = given.submission_at("admitted"), given.submission_at("admitted")
    other = given.submission_at("admitted")
    moderator = _as(given.MODERATOR)

    page = text_of(moderator.get(_of(head)))
    _send(moderator, head, "group", members=[member.pk], folios=str(other.folio))

    assert f'name="members" value="{member.pk}"' in page
    assert _state(member) == _state(other) == "grouped"
    assert str(member.folio) in text_of(moderator.get(_of(head)))


@pytest.mark.parametrize(
    "typed", [{}, {"members": ["x"]}, {"members": ["9" * 30]}, {"folios": "CPP-1"},
              {"folios": "CPP-2022-000123-8"}]
)  # fmt: skip
def test_a_group_that_cannot_be_says_why(typed: dict[str, Any]) -> None:
    head = given.submission_at("admitted")

    response = _send(_as(given.MODERATOR), head, "group", **typed)

    assert response.status_code in (400, 409)
    assert _state(head) == "admitted"


def test_a_note_is_for_the_team_and_stays() -> None:
    row = given.received()

    _send(_as(given.AUDITOR), row, "note", text="No puedo.")
    _send(_as(given.WRITER), row, "note", text="Falta el informe de la región.")

    assert Note.objects.get().text == "Falta el informe de la región."
    assert "Falta el informe de la región." in text_of(_as(given.AUDITOR).get(_of(row)))


def test_those_who_ask_the_same_are_told_once_and_counted() -> None:
    row = given.submission_at("admitted")
    later = given.NOW + timedelta(hours=2)
    for number in range(34):
        support_submission(row, supporter=f"browser {number}", now=later)

    history = text_of(_as(given.MODERATOR).get(_of(row)))
    entries = RegisterEntry.objects.filter(object_id=row.folio, act="support")

    assert history.count("34 personas preguntan lo mismo") == 1
    assert "Otra persona pregunta lo mismo" not in history
    assert entries.count() == 34


def test_who_else_is_at_it_is_told_and_nobody_is_stopped() -> None:
    row = given.submission_at("assigned")
    _as(given.MODERATOR).get(_of(row))

    shown = text_of(_as(given.WRITER).get(_of(row)))
    saved = _send(_as(given.WRITER), row, "draft", text=given.ANSWER, effect="informs")
    _send(_as(given.MODERATOR), row, "leave")

    assert "La está viendo Persona que modera desde las 13:00." in shown
    assert saved.status_code == 302
    assert Submission.objects.get().held_by is None


def test_hostile_words_in_every_field_are_only_words() -> None:
    words = HOSTILE.replace("\x0b", "")
    row = given.submission_at(
        "drafting", text=f"{HOSTILE} pregunta", shown_name=words[:90], answer=f"{words} respuesta"
    )
    notes.add_note(row, text=words, by=given.staff(given.WRITER), now=given.NOW)
    given.AttachmentFactory(submission=row, name=words[:100])
    boss = signed_in(UserFactory(is_superuser=True, full_name=words[:100], office=words[:90]))

    pages = [boss.get(_of(row))]
    pages += [
        _send(boss, row, code, **dict.fromkeys(FIELDS, words)) for code in ("refuse", "refer")
    ]
    pages += [boss.get(_of(row, act.code)) for act in ACTS]
    row.refresh_from_db()
    pages += [_send(boss, row, "identity", reason=words)]

    for page in pages:
        assert page.status_code < 500
        if page.status_code != 302:
            assert "<script>alert" not in text_of(page)


FIELDS = ("title", "note", "request", "body", "reason", "text", "phrase", "folios", "figures")


@pytest.mark.parametrize("code", [act.code for act in ACTS])
def test_anything_typed_is_answered_without_breaking(code: str) -> None:
    row = given.submission_at("assigned")
    boss = signed_in(UserFactory(is_superuser=True))

    for junk in ("\x00", "a" * 50_000, "😀\u202e", "9" * 40, "-1"):
        response = _send(boss, row, code, **dict.fromkeys(
            (*FIELDS, "days", "unit", "user", "effect", "found", "members", "attachment"), junk
        ))  # fmt: skip
        assert response.status_code < 500


def test_the_page_asks_the_same_whatever_was_filed() -> None:
    row = given.submission_at("drafting")
    client = _as(given.COORDINATOR)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(_of(row)).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for each in range(12):
        given.submission_at("admitted")
        notes.add_note(row, text=f"Nota {each}", by=given.staff(given.WRITER), now=given.NOW)

    assert queries() <= few


def test_the_head_signs_to_the_council_through_the_page_and_the_signer_of_people_does_not() -> None:
    row = filing_of(reviewed())
    answer = {"office": "Directora", "understood": "on"}

    assert f'"{_of(row, "answer")}"' not in text_of(_as(given.SIGNER).get(_of(row)))
    assert _as(given.SIGNER).get(_of(row, "answer")).status_code == 403
    _send(_as(given.HEAD), row, "answer", **answer)

    assert _state(row) == "answered"


def test_the_page_of_what_the_council_filed_has_only_its_acts_and_its_effects() -> None:
    row = filing_of(reply_at("drafting"))

    shown = text_of(_as(given.WRITER).get(_of(row)))
    moderated = text_of(_as(given.COORDINATOR).get(_of(row)))

    assert "Lo que observó el Consejo" in shown
    assert "No acoge, con motivo" in shown
    assert ">Informa<" not in shown
    for code in ("refer", "convert", "redact", "group"):
        assert f'"{_of(row, code)}"' not in moderated, code


def test_what_was_promised_is_reached_from_the_page_of_the_filing() -> None:
    row = filing_of(reply_at("answered", effect="commits"))

    shown = text_of(_as(given.WRITER).get(_of(row)))

    assert f"/admin/participation/commitment/{row.commitment.pk}/change/" in shown
