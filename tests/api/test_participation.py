"""What people say and are answered, as a program reads it, and how terms are kept."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from participation.actions import answers as acts
from participation.actions.filing import About
from participation.api import serializers as shapes
from participation.models import Answer, ClockRule, Submission, Window
from participation.register import seal_everything
from programs.models import Edition
from tests.api.world import freeze, get, rows, walk
from tests.cuenta.small import small_ledger
from tests.participation.factories import ANSWER, NOW, WRITER, staff, submission_at

LATER = NOW + timedelta(hours=8)
MUCH_LATER = NOW + timedelta(days=120)


@pytest.fixture
def edition(db: None, time_machine: Any) -> Edition:
    time_machine.move_to(LATER, tick=False)
    return freeze(ledger=small_ledger())


def filed(edition: Edition, state: str = "admitted", **more: Any) -> Submission:
    return submission_at(state, **{"account": edition.account, "email": "", **more})


def test_a_question_is_told_with_what_it_is_about(edition: Edition) -> None:
    figure = small_ledger().figures[0]
    about = About(
        edition=edition, path=f"cifras/{figure.key}/", kind="una cifra", title="Una",
        value="MM$ 1", figure=figure.key, chapter=figure.chapter,
    )  # fmt: skip
    one = filed(edition, "answered", about=about, shown_name="Vecina de Ovalle")

    (row,) = rows("submissions/")

    assert tuple(row) == tuple(shapes.SubmissionSerializer().fields)
    assert (row["id"], row["text"], row["shown_name"]) == (one.folio, one.text, one.shown_name)
    assert (row["about"]["result"], row["about"]["edition"]) == (figure.key, "2022-1")
    assert row["about"]["page"].endswith(f"/cuentas/2022/ediciones/1/cifras/{figure.key}/")
    assert (row["status"], row["effect"]) == ("Respondida", "informs")
    assert Client().get(row["url"].removeprefix(settings.SITE_URL)).json() == row
    assert Client().get(row["page"].removeprefix(settings.SITE_URL)).status_code == 200


def test_a_late_one_is_told_so_until_it_is_answered(edition: Edition, time_machine: Any) -> None:
    filed(edition)
    filed(edition, "answered")
    time_machine.move_to(MUCH_LATER, tick=False)

    found = {row["status"]: row["is_late"] for row in rows("submissions/")}

    assert found == {"Fuera de plazo": True, "Respondida": False}
    assert [row["is_late"] for row in rows("submissions/?status=late")] == [True]


NARROWED: dict[str, tuple[str, dict[str, Any]]] = {
    "kind=remark": ("admitted", {"kind": "remark"}),
    "status=answered": ("answered", {}),
    "effect=commits": ("answered", {"effect": "commits"}),
    "q=caminos": ("admitted", {"text": "¿Qué pasó con los caminos públicos de la isla?"}),
    "status=unanswered&kind=statement": ("admitted", {"kind": "statement"}),
}


@pytest.mark.parametrize("asked", NARROWED)
def test_a_filter_leaves_those_that_it_names(edition: Edition, asked: str) -> None:
    filed(edition, text="¿Cuánto costó la feria del año pasado?")
    state, made = NARROWED[asked]
    one = filed(edition, state, **made)

    assert [row["id"] for row in rows(f"submissions/?{asked}")] == [one.folio]


def test_a_folio_finds_its_question_however_it_is_written(edition: Edition) -> None:
    one = filed(edition)
    filed(edition)

    assert [row["id"] for row in rows(f"submissions/?q={one.folio}")] == [one.folio]
    spaced = str(one.folio).lower().replace("-", " ")
    assert get(f"submissions/{spaced}/").json()["id"] == one.folio


@pytest.mark.parametrize("order", ["-published_at", "-supports", "due_on"])
def test_walking_forward_and_back_meets_every_question_once(edition: Edition, order: str) -> None:
    made = {filed(edition).folio for _ in range(7)}
    Submission.objects.filter(pk__in=list(Submission.objects.values_list("pk", flat=True)[:3])
                              ).update(support_count=4)  # fmt: skip

    forward = walk(f"submissions/?order={order}&limit=3")
    last = get(f"submissions/?order={order}&limit=3")
    while last.json()["next"]:
        path = last.json()["next"].partition("/api/v1/")[2]
        last = get(path)
    back = walk(path, "previous")

    met = [folio for page in forward for folio in page]
    assert len(met) == 7
    assert set(met) == made
    assert [folio for page in reversed(back) for folio in page] == met


def test_the_answers_of_a_question_come_in_every_version(edition: Edition) -> None:
    one = filed(edition, "answered")

    (row,) = rows(f"answers/?submission={one.folio}")

    signed = Answer.objects.get()
    assert tuple(row) == tuple(shapes.AnswerSerializer().fields)
    assert (row["id"], row["text"], row["sha256"]) == (f"{one.folio}/1", ANSWER, signed.sha256)
    assert row["signed_by"] == signed.published_by_name
    assert Client().get(row["url"].removeprefix(settings.SITE_URL)).json() == row


def test_a_version_that_is_not_signed_is_not_there(edition: Edition) -> None:
    one = filed(edition, "answered")
    acts.redraft_answer(one, reason="Se corrige una cifra", by=staff(WRITER), now=LATER)

    assert [row["number"] for row in rows(f"answers/?submission={one.folio}")] == [1]
    assert get(f"answers/{one.folio}/2/").status_code == 404


def test_a_grouped_question_has_the_answer_of_its_group(edition: Edition) -> None:
    head = filed(edition, "answered")
    member = filed(edition)
    Submission.objects.filter(pk=member.pk).update(state="grouped", group_head=head)

    (row,) = rows(f"answers/?submission={member.folio}")
    shown = get(f"submissions/{member.folio}/").json()

    assert row["submission"] == head.folio
    assert shown["grouped_into"] == head.folio


def test_the_head_of_a_group_that_is_not_public_is_not_named(edition: Edition) -> None:
    head, member = filed(edition), filed(edition)
    Submission.objects.filter(pk=member.pk).update(state="grouped", group_head=head)
    Submission.objects.filter(pk=head.pk).update(state="withdrawn")

    assert get(f"submissions/{member.folio}/").json()["grouped_into"] == ""


def test_the_hash_of_a_line_of_the_register_can_be_computed(edition: Edition) -> None:
    filed(edition, "answered")
    seal_everything()

    found = rows("register/?order=id")

    assert all(sha256(row["line"].encode()).hexdigest() == row["sha256"] for row in found)
    assert [row["previous"] for row in found[1:]] == [row["sha256"] for row in found[:-1]]


def test_an_entry_without_its_seal_tells_what_happened_and_no_more(edition: Edition) -> None:
    one = filed(edition)

    row = rows(f"register/?submission={one.folio}")[0]

    assert (row["number"], row["line"], row["about"]) == (None, "", one.folio)
    assert row["what"]
    assert get(f"register/{row['id']}/").json() == row


def test_the_rules_are_told_with_the_law_they_come_from(edition: Edition) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    ClockRule.objects.create(
        clock="answer", length=30, citation="Norma de prueba", valid_from=tomorrow
    )

    found = [row for row in rows("terms/") if row["clock"] == "answer"]

    assert [(row["length"], row["is_in_force"]) for row in found] == [(45, True), (30, False)]
    assert all(row["citation"] for row in rows("terms/"))


def test_each_rate_has_its_denominator(edition: Edition, time_machine: Any) -> None:
    filed(edition, "answered")
    filed(edition)
    filed(edition, "received")
    filed(edition, "not_admitted")
    time_machine.move_to(MUCH_LATER, tick=False)

    told = get("rates/2022/").json()

    assert (told["filed"], told["ended_otherwise"]) == (4, 1)
    assert told["total"]["answered_in_time"] == {"part": 1, "of": 1, "percent": 100.0}
    assert told["total"]["overdue"] == {"part": 2, "of": 2, "percent": 100.0}
    parts = ("owed", "late", "answered", "answered_late")
    for part in parts:
        assert sum(unit[part] for unit in told["units"]) == told["total"][part]


def test_a_rate_of_nothing_is_null_and_not_zero(edition: Edition) -> None:
    Window.objects.create(
        account=edition.account, event_on=NOW.date(), opens_on=NOW.date(), closes_on=NOW.date()
    )

    told = get("rates/2022/").json()

    assert told["total"]["answered_in_time"] == {"part": 0, "of": 0, "percent": None}
    assert told["reception"]["closes_on"] == NOW.date().isoformat()
    assert get("rates/1999/").status_code == 404
    assert get("rates/dos/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "submissions/CPP-2022-000001-1/", "submissions/nada/", "submissions/%00/",
        "answers/CPP-2022-000001-0/9/", "answers/nada/1/", "answers/nada/%D9%A3/",
        "register/0/", "register/x/", "register/99999999999999999999/",
    ],
)  # fmt: skip
def test_what_names_nothing_is_not_found(edition: Edition, path: str) -> None:
    assert get(path).status_code == 404


def test_who_wrote_and_from_where_is_in_no_field() -> None:
    fields = set(shapes.SubmissionSerializer().fields) | set(shapes.AboutSerializer().fields)

    # The only region is that of what it speaks of.
    assert not fields & {"email", "author", "organisation", "sex", "person", "channel", "unit"}
    assert "region" not in shapes.SubmissionSerializer().fields
