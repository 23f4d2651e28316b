"""The rest of the draft in the admin: names shared by years, tables with their rows, chapters."""

import pytest
from django.urls import reverse

from programs.models import (
    AccountEvent,
    Chapter,
    Indicator,
    Institution,
    Program,
    PublicAccount,
    Rule,
    Table,
    User,
)  # fmt: skip
from tests.factories import UserFactory
from tests.staff import form_values, send, signed_in, text_of

pytestmark = pytest.mark.django_db


def change(name: str, pk: int) -> str:
    return reverse(f"admin:programs_{name}_change", args=[pk])


def version_of(account: PublicAccount) -> int:
    return PublicAccount.objects.get(pk=account.pk).version


def test_a_program_changes_the_draft_of_every_account_that_shows_it(
    draft: PublicAccount, editor: User
) -> None:
    program = Program.objects.filter(accounts=draft)[0]
    before = version_of(draft)

    response = send(signed_in(editor), change("program", program.pk), name="Otro nombre")

    assert response.status_code == 302
    assert version_of(draft) == before + 1
    assert "Cambió el programa «Otro nombre»: nombre" in AccountEvent.objects.all()[0].summary


def test_a_new_program_is_listed_in_the_account(draft: PublicAccount, editor: User) -> None:
    url = reverse("admin:programs_program_add")

    response = send(signed_in(editor), url, name="Programa nuevo", slug="programa-nuevo")

    made = Program.objects.get(slug="programa-nuevo")
    assert response.status_code == 302
    assert list(made.accounts.all()) == [draft]
    assert made.institution == draft.institution


def test_a_name_taken_out_of_an_account_changes_its_draft(
    draft: PublicAccount, editor: User
) -> None:
    indicator = Indicator.objects.filter(accounts=draft)[0]
    before = version_of(draft)
    url = change("indicator", indicator.pk)
    client = signed_in(editor)
    values = form_values(client, url)
    del values["accounts"]

    client.post(url, values)

    assert not indicator.accounts.exists()
    assert version_of(draft) == before + 1


def test_a_table_is_saved_with_its_rows_and_columns(draft: PublicAccount, editor: User) -> None:
    table = Table.objects.filter(account=draft)[0]
    before = version_of(draft)
    url = change("table", table.pk)

    response = send(signed_in(editor), url, **{"rows-0-label": "Otra fila"})

    assert response.status_code == 302
    assert table.rows.first().label == "Otra fila"
    assert version_of(draft) == before + 1
    assert "Otra fila" in text_of(signed_in(editor).get(url.replace("change/", "history/")))


def test_new_rows_go_after_the_others(draft: PublicAccount, editor: User) -> None:
    table = Table.objects.filter(account=draft)[0]
    count = table.rows.count()
    client = signed_in(editor)
    chapters = list(Chapter.objects.filter(account=draft).values_list("slug", flat=True))

    new_row = {f"rows-{count}-label": "Al final", f"rows-{count}-key": "al-final"}
    send(client, change("table", table.pk), **new_row)
    send(client, reverse("admin:programs_chapter_add"), title="Al final", slug="al-final")

    slugs = list(Chapter.objects.filter(account=draft).values_list("slug", flat=True))
    assert table.rows.last().key == "al-final"
    assert slugs == [*chapters, "al-final"]


def test_two_editors_of_one_row_of_a_table_are_told(draft: PublicAccount, editor: User) -> None:
    table = Table.objects.filter(account=draft)[0]
    url = change("table", table.pk)
    second = signed_in(UserFactory(role="Edición de datos"))
    opened = form_values(second, url)
    send(signed_in(editor), url, **{"rows-0-label": "Primera"})

    told = second.post(url, {**opened, "rows-0-label": "Segunda"})

    assert told.status_code == 200
    assert "guardó cambios mientras usted editaba" in text_of(told)
    assert table.rows.first().label == "Primera"


def test_an_old_page_does_not_put_back_what_another_person_changed(
    draft: PublicAccount, editor: User
) -> None:
    table = Table.objects.filter(account=draft)[0]
    url = change("table", table.pk)
    second = signed_in(UserFactory(role="Edición de datos"))
    opened = form_values(second, url)
    send(signed_in(editor), url, **{"rows-0-label": "Primera"})

    told = second.post(url, {**opened, "rows-1-label": "Segunda"})

    assert "Ahora dice: Título: «Primera»" in text_of(told)
    assert table.rows.first().label == "Primera"


def test_chapters_have_two_levels(draft: PublicAccount, editor: User) -> None:
    child = Chapter.objects.filter(account=draft, parent__isnull=False)[0]
    other = Chapter.objects.filter(account=draft, parent__isnull=True, children__isnull=True)[0]

    told = send(signed_in(editor), change("chapter", other.pk), parent=child.pk)
    parent = send(signed_in(editor), change("chapter", child.parent_id), parent=other.pk)

    assert "Elija un capítulo principal" in text_of(told)
    assert "Este capítulo tiene otros debajo" in text_of(parent)


def test_a_rule_that_names_nothing_is_told(draft: PublicAccount, editor: User) -> None:
    rule = Rule.objects.filter(account=draft)[0]

    told = send(signed_in(editor), change("rule", rule.pk), parts="no-existe")

    assert "no-existe" in text_of(told)
    assert told.status_code == 200
    assert "que no existe" in text_of(told)


def test_an_editor_does_not_waive_four_eyes(draft: PublicAccount, editor: User) -> None:
    institution = Institution.objects.get()
    url = change("institution", institution.pk)

    send(signed_in(editor), url, allows_self_publication="on", short_name="Otro")

    institution.refresh_from_db()
    assert institution.short_name == "Otro"
    assert institution.allows_self_publication is False


def test_the_account_form_never_writes_the_state(draft: PublicAccount, editor: User) -> None:
    url = change("publicaccount", draft.pk)
    client = signed_in(editor)
    opened = form_values(client, url)
    before = version_of(draft)

    response = client.post(
        url, {**opened, "title": "Otro título", "state": "published", "version": "0"}
    )

    after = PublicAccount.objects.get(pk=draft.pk)
    assert response.status_code == 302
    assert (after.title, after.state, after.version) == ("Otro título", "draft", before + 1)


def test_nothing_is_added_before_there_is_an_account(editor: User) -> None:
    response = signed_in(editor).get(reverse("admin:programs_chapter_add"), follow=True)

    assert "Primero importe o agregue una cuenta" in text_of(response)


def test_an_auditor_reads_every_form_and_changes_none(draft: PublicAccount) -> None:
    client = signed_in(UserFactory(role="Auditoría"))
    chapter = Chapter.objects.filter(account=draft)[0]

    page = client.get(change("chapter", chapter.pk))
    sent = client.post(change("chapter", chapter.pk), {"title": "No"})

    assert page.status_code == 200
    assert "_save" not in text_of(page)
    assert sent.status_code == 403
