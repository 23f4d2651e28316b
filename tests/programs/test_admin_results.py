"""Correcting a figure in the admin: typed as people write, through the corridor, never unseen."""

from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import AccountEvent, PublicAccount, Result, Term, User
from tests.factories import UserFactory
from tests.staff import form_values, send, signed_in, text_of

pytestmark = pytest.mark.django_db
IMPORTED_ONCE = True  # see conftest.py
LIST = "/admin/programs/result/"


def money(draft: PublicAccount) -> Result:
    found = Result.objects.filter(account=draft, unit="MM$", value__isnull=False).first()
    assert found is not None
    return found


def url_of(row: Result) -> str:
    return reverse("admin:programs_result_change", args=[row.pk])


def test_a_value_is_typed_with_its_unit(draft: PublicAccount, editor: User) -> None:
    row = money(draft)

    response = send(signed_in(editor), url_of(row), amount="M$ 1.234,5")

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.value, row.unit, row.precision) == (Decimal(1_234_500), "M$", Decimal(100))


def test_an_untouched_form_changes_nothing(draft: PublicAccount, editor: User) -> None:
    row = money(draft)
    draft.refresh_from_db()

    send(signed_in(editor), url_of(row))

    assert PublicAccount.objects.get(pk=draft.pk).version == draft.version
    assert row.history.count() == 1


@pytest.mark.parametrize("row_number", range(0, 394, 56))
def test_every_kind_of_figure_opens_and_saves_as_it_was(
    draft: PublicAccount, editor: User, row_number: int
) -> None:
    row = Result.objects.filter(account=draft)[row_number]
    before = (row.value, row.unit, row.precision, row.literal)

    response = send(signed_in(editor), url_of(row), sheet="Hoja 1")

    row.refresh_from_db()
    assert response.status_code == 302
    assert row.sheet == "Hoja 1"
    assert (row.value, row.unit, row.precision, row.literal) == before


def test_what_can_be_read_in_two_ways_is_asked_again_and_kept(
    draft: PublicAccount, editor: User
) -> None:
    row = money(draft)

    response = send(signed_in(editor), url_of(row), amount="MM$ 1.23")

    assert response.status_code == 200
    assert "puede leerse de dos maneras" in text_of(response)
    assert 'value="MM$ 1.23"' in text_of(response)
    assert Result.objects.get(pk=row.pk).value == row.value


def test_money_in_a_count_is_refused(draft: PublicAccount, editor: User) -> None:
    row = Result.objects.filter(account=draft, unit="n", value__isnull=False)[0]

    response = send(signed_in(editor), url_of(row), amount="MM$ 5")

    assert "una cantidad, sin $" in text_of(response)


def test_no_figure_says_why(draft: PublicAccount, editor: User) -> None:
    row = money(draft)
    client = signed_in(editor)

    refused = send(client, url_of(row), amount="-", note="")
    accepted = send(client, url_of(row), amount="en proceso de selección", note="")

    row.refresh_from_db()
    assert "Sin cifra, la nota dice por qué" in text_of(refused)
    assert accepted.status_code == 302
    assert (row.value, row.note) == (None, "en proceso de selección")


def test_the_note_of_a_missing_figure_cannot_be_cleared(draft: PublicAccount, editor: User) -> None:
    row = Result.objects.filter(account=draft, value__isnull=True).first()
    assert row is not None

    response = send(signed_in(editor), url_of(row), note="")

    assert response.status_code == 200
    assert "Sin cifra, la nota dice por qué" in text_of(response)


def test_a_change_counts_a_version_reopens_the_draft_and_leaves_an_entry(
    draft: PublicAccount, editor: User
) -> None:
    row = money(draft)
    draft.refresh_from_db()
    PublicAccount.objects.filter(pk=draft.pk).update(
        state="checked", prepared_by=editor, prepared_at="2022-05-01T00:00Z"
    )

    send(signed_in(editor), url_of(row), amount="MM$ 7")

    after = PublicAccount.objects.get(pk=draft.pk)
    event = AccountEvent.objects.filter(account=draft).first()
    assert (after.version, after.state) == (draft.version + 1, "draft")
    assert event is not None
    assert event.by == editor
    assert event.summary.endswith("a MM$\u00a07)")
    assert row.history.first().history_user == editor


def test_two_editors_do_not_overwrite_each_other_unseen(draft: PublicAccount, editor: User) -> None:
    row = money(draft)
    first, second = signed_in(editor), signed_in(UserFactory(role="Edición de datos"))
    opened = form_values(second, url_of(row))
    send(first, url_of(row), amount="MM$ 7")

    told = second.post(url_of(row), {**opened, "amount": "MM$ 8"})

    assert told.status_code == 200
    assert f"{editor.full_name} guardó cambios mientras usted editaba" in text_of(told)
    assert "MM$\u00a07" in text_of(told)
    assert 'value="MM$ 8"' in text_of(told)
    assert Result.objects.get(pk=row.pk).value == 7_000_000


def test_who_was_told_may_save_knowingly(draft: PublicAccount, editor: User) -> None:
    row = money(draft)
    client = signed_in(editor)
    opened = form_values(client, url_of(row))
    send(signed_in(UserFactory(role="Edición de datos")), url_of(row), amount="MM$ 7")
    told = client.post(url_of(row), {**opened, "amount": "MM$ 8"})

    again = client.post(
        url_of(row),
        {**opened, "amount": "MM$ 8", "seen": told.context["adminform"].form["seen"].value()},
    )

    assert again.status_code == 302
    assert Result.objects.get(pk=row.pk).value == 8_000_000


def test_row_and_column_go_together_and_are_of_one_table(
    draft: PublicAccount, editor: User
) -> None:
    row = Result.objects.filter(account=draft, row__isnull=False).first()
    assert row is not None
    other = Result.objects.filter(account=draft, row__isnull=False).exclude(
        row__table=row.row.table  # type: ignore[union-attr]
    )[0]
    client = signed_in(editor)

    alone = send(client, url_of(row), column="")
    mixed = send(client, url_of(row), column=other.column_id)

    assert "Elija la fila y la columna juntas" in text_of(alone)
    assert "son de tablas distintas" in text_of(mixed)


def test_a_new_figure_belongs_to_its_account(draft: PublicAccount, editor: User) -> None:
    like = money(draft)
    client = signed_in(editor)

    response = send(
        client,
        f"{LIST}add/?account={draft.pk}",
        title="Una cifra nueva", key="una-cifra-nueva", indicator=like.indicator_id,
        amount="MM$ 3", source=like.source_id,
    )  # fmt: skip

    made = Result.objects.get(key="una-cifra-nueva")
    assert response.status_code == 302
    assert (made.account, made.value) == (draft, Decimal(3_000_000))


def test_a_repeated_key_is_told_and_not_a_failure(draft: PublicAccount, editor: User) -> None:
    like = money(draft)

    response = send(
        signed_in(editor),
        f"{LIST}add/?account={draft.pk}",
        key=like.key, indicator=like.indicator_id, amount="MM$ 3", source=like.source_id,
    )  # fmt: skip

    assert response.status_code == 200
    assert Result.objects.filter(key=like.key).count() == 1


def test_deleting_leaves_an_entry_and_a_history(draft: PublicAccount, editor: User) -> None:
    row = Result.objects.filter(account=draft, rules__isnull=True)[5]
    draft.refresh_from_db()

    response = signed_in(editor).post(f"{LIST}{row.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not Result.objects.filter(pk=row.pk).exists()
    assert PublicAccount.objects.get(pk=draft.pk).version == draft.version + 1
    assert Result.history.filter(id=row.pk, history_type="-", history_user=editor).exists()


def test_many_deleted_at_once_are_one_entry(draft: PublicAccount, editor: User) -> None:
    keys = list(
        Result.objects.filter(account=draft, rules__isnull=True).values_list("pk", flat=True)[:3]
    )
    events = AccountEvent.objects.filter(account=draft).count()

    signed_in(editor).post(
        LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    )

    assert not Result.objects.filter(pk__in=keys).exists()
    assert AccountEvent.objects.filter(account=draft).count() == events + 1
    assert AccountEvent.objects.filter(account=draft)[0].summary == "Borró 3 cifras"


def test_the_history_shows_before_and_after(draft: PublicAccount, editor: User) -> None:
    row = money(draft)
    client = signed_in(editor)
    send(client, url_of(row), note="Nota corregida")

    page = text_of(client.get(f"{LIST}{row.pk}/history/"))

    assert "Nota corregida" in page
    assert editor.full_name in page


def test_the_list_shows_values_as_published_with_their_marks(
    draft: PublicAccount, editor: User
) -> None:
    page = text_of(signed_in(editor).get(f"{LIST}?account={draft.pk}&cuadratura=explained"))

    assert "No cuadra, explicada" in page
    assert "53.222" in page


def test_a_list_too_long_to_check_comes_without_marks(
    draft: PublicAccount, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programs.admin.marks.MOST_MARKED", 100)

    page = signed_in(editor).get(LIST)

    assert {row.desk_mark for row in page.context["cl"].result_list} == {""}


@pytest.mark.parametrize(
    "query",
    ["program=%00", "q=%00", "region=99", "valor=nada", "account=x", "account=9" * 3, "p=999999",
     "o=1.2.3.99", "cuadratura=%27", "_popup=1", "e=1", "indicator=-1", "key=%00",
     "title__exact=%00", "key__in=a,%00", "value=1e999999", "page=99999999999", "value=nan"],
)  # fmt: skip
def test_no_query_breaks_the_list(draft: PublicAccount, editor: User, query: str) -> None:
    response = signed_in(editor).get(f"{LIST}?{query}", follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize("name", ["user", "accountevent", "edition", "chapter"])
def test_no_query_breaks_another_list(draft: PublicAccount, name: str) -> None:
    client = signed_in(UserFactory(is_superuser=True))
    field = {"user": "email", "accountevent": "summary", "edition": "reason"}.get(name, "title")

    response = client.get(f"/admin/programs/{name}/?{field}=%00", follow=True)

    assert response.status_code == 200


def test_many_are_not_deleted_by_who_may_not_change_the_draft(draft: PublicAccount) -> None:
    clerk = UserFactory()
    clerk.user_permissions.add(
        *Permission.objects.filter(codename__in=["view_term", "delete_term"])
    )
    keys = list(Term.objects.filter(account=draft).values_list("pk", flat=True)[:2])
    sent = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}

    response = signed_in(clerk).post("/admin/programs/term/", sent, follow=True)

    assert "no tiene permiso para cambiar el borrador" in text_of(response)
    assert Term.objects.filter(pk__in=keys).count() == len(keys)
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("name", ["result", "chapter", "table", "program", "rule", "term"])
def test_a_list_asks_the_same_whatever_its_length(
    draft: PublicAccount, editor: User, name: str
) -> None:
    client = signed_in(editor)
    url = reverse(f"admin:programs_{name}_changelist")

    def queries(search: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(url, {"q": search}).status_code == 200
        return len(made)

    queries("a")  # content types and the like are read once

    assert queries("a") <= queries("fondo") + 1
