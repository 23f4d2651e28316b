"""Whether an answer served: who may say it, how often, and that nobody's answer can be told."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from participation.actions.identities import read_identity
from participation.actions.satisfaction import rate_answer
from participation.deadlines import CHILE
from participation.forgetting import forget_authors
from participation.keys import open_sealed, tracking_key
from participation.models import Authorship, RegisterEntry, Satisfaction, SatisfactionClose
from participation.performance import performance_of
from participation.satisfaction import close_week, satisfied_of, told_of
from participation.small_cells import TOTAL, K
from participation.transitions import Refused
from programs.models import Edition
from tests.ledgers import small_ledger
from tests.participation.conftest import freeze, reachable
from tests.participation.factories import COORDINATOR, NOW, staff, submission_at
from tests.participation.limits import limits_off
from tests.shared import shared_world

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
COMMENT = "Faltó decir cuándo vuelve a abrir el concurso."


def _world() -> Any:
    edition: Edition = freeze(reachable(small_ledger()))
    limits_off()
    states = ["answered"] * K + ["notified", "closed", "assigned"]
    rows = [submission_at(each, account=edition.account, email="") for each in states]
    return edition.account, rows


world = shared_world(_world)


def address(row: Any) -> str:
    return f"/seguimiento/{row.folio}/{tracking_key(str(row.uid))}/"


# -- who says it, and how often


def test_saying_it_again_changes_it(world: Any) -> None:
    row = world[1][0]

    rate_answer(row, value="no", comment=COMMENT, now=LATER)
    rate_answer(row, value="yes", now=LATER)

    said = Satisfaction.objects.get(submission=row)
    assert (said.value, said.comment_sealed) == ("yes", "")


def test_closing_silences_nobody_and_then_it_stands(world: Any) -> None:
    closed = world[1][6]

    rate_answer(closed, value="no", now=LATER)

    with pytest.raises(Refused, match="no se puede cambiar"):
        rate_answer(closed, value="yes", now=LATER)


def test_without_an_answer_there_is_nothing_to_say(world: Any) -> None:
    with pytest.raises(Refused, match="Todavía no hay"):
        rate_answer(world[1][7], value="yes", now=LATER)


def test_who_was_grouped_says_theirs_of_the_same_answer(world: Any) -> None:
    account, rows = world
    head = rows[0]
    member = submission_at("answered", account=account, email="")
    member.answers.model.objects.none()
    type(member).objects.filter(pk=member.pk).update(group_head=head)
    member.refresh_from_db()

    said = rate_answer(member, value="partly", now=LATER)

    assert said.submission == member
    rate_answer(head, value="yes", now=LATER)
    assert Satisfaction.objects.count() == 2


def test_the_register_says_that_it_was_said_and_not_what(world: Any) -> None:
    row = world[1][0]

    rate_answer(row, value="no", comment=COMMENT, now=LATER)

    entry = RegisterEntry.objects.get(act="rate")
    assert (entry.object_id, entry.detail) == (row.folio, {"answer": 1})


def test_the_comment_is_sealed_read_with_a_trace_and_goes_with_its_author(world: Any) -> None:
    row = world[1][0]
    said = rate_answer(row, value="no", comment=COMMENT, now=LATER)

    read = read_identity(row, reason="Mejorar", by=staff(COORDINATOR), now=LATER)
    assert COMMENT not in said.comment_sealed
    assert open_sealed(said.comment_sealed) == COMMENT
    assert read.comments == (COMMENT,)

    forget_authors(Authorship.objects.filter(submission=row), LATER)
    said.refresh_from_db()
    assert (said.comment_sealed, said.value) == ("", "no")


# -- the page


def test_it_is_asked_where_the_answer_is_read_and_kept(world: Any) -> None:
    row, client = world[1][0], Client()
    with time_machine.travel(LATER, tick=False):
        asked = client.get(address(row)).content.decode()
        kept = client.post(f"{address(row)}opinar/", {"value": "partly", "comment": COMMENT})
        after = client.get(kept.headers["Location"]).content.decode()

    assert "¿La respuesta le sirvió?" in asked
    assert Satisfaction.objects.get(submission=row).value == "partly"
    assert "Gracias." in after
    assert 'value="partly" checked' in after


@pytest.mark.parametrize(
    ("sent", "asks"),
    [({}, "Elija una de las tres."), ({"value": "maybe", "comment": COMMENT}, "Elija una"),
     ({"value": "no", "comment": "x" * 600}, "100 letras de más")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_beside_its_field(world: Any, sent: Any, asks: str) -> None:
    page = Client().post(f"{address(world[1][0])}opinar/", sent)

    assert page.status_code == 400
    assert asks in page.content.decode()
    assert sent.get("comment", "") in page.content.decode()


def test_where_nothing_can_be_said_the_page_says_why(world: Any) -> None:
    page = Client().get(f"{address(world[1][7])}opinar/")
    sent = Client().post(f"{address(world[1][7])}opinar/", {"value": "yes"})

    assert "Todavía no hay una respuesta" in page.content.decode()
    assert (page.status_code, sent.status_code) == (200, 409)


# -- what is told


def test_counts_move_once_a_week_and_only_by_k(world: Any) -> None:
    account, rows = world
    monday = datetime(2026, 6, 15, 9, tzinfo=CHILE)
    for row in rows[: K - 1]:
        rate_answer(row, value="yes", now=LATER)
    assert not close_week(account, monday)

    rate_answer(rows[K - 1], value="yes", now=LATER)
    assert close_week(account, monday)
    told = satisfied_of([account])[account.pk]

    for row in rows[:K]:
        rate_answer(row, value="no", now=monday + timedelta(hours=1))
    assert not close_week(account, monday + timedelta(days=2))
    assert satisfied_of([account])[account.pk] == told
    assert close_week(account, monday + timedelta(days=7))
    assert satisfied_of([account])[account.pk].values == {"yes": 0, "partly": 0, "no": K, TOTAL: K}


def test_a_close_is_append_only(world: Any) -> None:
    row = SatisfactionClose.objects.create(account=world[0], closed_at=LATER, facts={})

    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_one_persons_answer_is_in_no_table() -> None:
    facts = {
        "units": {"1": Counter(yes=9, no=6), "2": Counter(yes=7, no=1)},
        "places": {"12": Counter(no=1), "pais": Counter(yes=16, no=6)},
    }

    told = told_of(facts, LATER)

    assert told.values == {"yes": 16, "partly": 0, "no": 7, TOTAL: 23}
    assert told.units is not None
    assert told.units.cells["2", "no"] is None
    assert told.units.cells["1", "no"] is None
    for table in (told.units, told.regions):
        shown = table.cells.values() if table else ()
        assert not [count for count in shown if count is not None and 0 < count < K]


def test_a_withheld_margin_leaves_no_table_to_subtract_from() -> None:
    facts = {"units": {"1": {"yes": 9, "no": 2}}, "places": {"12": {"yes": 9, "no": 2}}}

    told = told_of(facts, LATER)

    assert told.values is not None
    assert told.values["no"] is None
    assert told.units is None
    assert told.regions is None


def test_the_page_of_performance_shows_what_was_frozen(world: Any) -> None:
    account, rows = world
    for row in rows[: K + 1]:
        rate_answer(row, value="yes", now=LATER)
    close_week(account, LATER)

    found = performance_of(account, LATER.date()).satisfied
    with time_machine.travel(LATER, tick=False):
        page = Client().get("/participacion/desempeno/").content.decode()

    assert found.total == K + 1
    assert "Lo dijeron <b" in page
    assert "6 personas" in page
