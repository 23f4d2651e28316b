"""The rest of the draft in the admin: names shared by years, tables with their rows, chapters."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from programs.models import (
    AccountEvent,
    Chapter,
    Explanation,
    Indicator,
    Institution,
    LegalCitation,
    Program,
    PublicAccount,
    Result,
    Rule,
    Source,
    Table,
    TableRow,
    Term,
    User,
)  # fmt: skip
from tests.factories import (
    TableColumnFactory,
    TableFactory,
    TableRowFactory,
    UserFactory,
)  # fmt: skip
from tests.staff import form_values, send, signed_in, text_of

pytestmark = pytest.mark.django_db
IMPORTED_ONCE = True  # see conftest.py


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


def test_an_auditor_reads_every_form_and_changes_none(draft: PublicAccount) -> None:
    client = signed_in(UserFactory(role="Auditoría"))
    chapter = Chapter.objects.filter(account=draft)[0]

    page = client.get(change("chapter", chapter.pk))
    sent = client.post(change("chapter", chapter.pk), {"title": "No"})

    assert page.status_code == 200
    assert "_save" not in text_of(page)
    assert sent.status_code == 403


@pytest.mark.parametrize("kind", ["rows", "columns"])
def test_what_holds_figures_is_not_deleted_from_a_table(
    draft: PublicAccount, editor: User, kind: str
) -> None:
    table = Table.objects.filter(account=draft, rows__results__isnull=False)[0]
    held = getattr(table, kind).filter(results__isnull=False).distinct()[0]
    number = list(getattr(table, kind).values_list("pk", flat=True)).index(held.pk)
    figures = Result.objects.filter(account=draft).count()
    before = version_of(draft)

    told = send(signed_in(editor), change("table", table.pk), **{f"{kind}-{number}-DELETE": "on"})

    text = text_of(told)
    assert told.status_code == 200
    assert "No se borró nada" in text
    assert f"Tiene {held.results.count()} cifra" in text
    assert Result.objects.filter(account=draft).count() == figures
    assert version_of(draft) == before


def test_an_empty_row_is_deleted_from_its_table(draft: PublicAccount, editor: User) -> None:
    table = Table.objects.filter(account=draft)[0]
    row = TableRowFactory(table=table, position=9_999)
    number = table.rows.count() - 1

    response = send(signed_in(editor), change("table", table.pk), **{f"rows-{number}-DELETE": "on"})

    assert response.status_code == 302
    assert not TableRow.objects.filter(pk=row.pk).exists()


def test_a_table_of_every_commune_is_saved(editor: User) -> None:
    table = TableFactory()
    TableRow.objects.bulk_create(
        TableRow(table=table, key=f"fila-{n}", label=f"Fila {n}", position=n) for n in range(400)
    )
    TableColumnFactory(table=table)

    response = send(signed_in(editor), change("table", table.pk), **{"rows-399-label": "La última"})

    assert response.status_code == 302
    assert table.rows.last().label == "La última"


def test_a_row_is_added_to_the_account_of_the_list(draft: PublicAccount, editor: User) -> None:
    Chapter.objects.filter(account=draft).delete()
    url = reverse("admin:programs_chapter_add") + f"?_changelist_filters=account%3D{draft.pk}"
    wrong = url.replace(f"%3D{draft.pk}", "%3D999999")
    client = signed_in(editor)

    page = text_of(client.get(url))
    send(client, url, title="Uno", slug="uno")
    nowhere = client.get(wrong)

    assert f"De: <b>{draft}</b>" in page
    assert Chapter.objects.get(slug="uno").account == draft
    assert nowhere.status_code == 302


def test_line_ends_of_the_browser_are_no_change(draft: PublicAccount, editor: User) -> None:
    chapter = Chapter.objects.filter(account=draft, body__contains="\n")[0]
    client, url = signed_in(editor), change("chapter", chapter.pk)
    opened = form_values(client, url)
    body = opened["body"].replace("\r\n", "\n").replace("\n", "\r\n")
    before = version_of(draft)

    client.post(url, {**opened, "body": body})
    untouched = version_of(draft)
    client.post(url, {**opened, "body": body + "\r\n\r\nOtra línea."})

    chapter.refresh_from_db()
    assert untouched == before
    assert version_of(draft) == before + 1
    assert "\r" not in chapter.body
    assert chapter.body.endswith("\n\nOtra línea.")


def test_two_editors_of_one_citation_are_told(draft: PublicAccount, editor: User) -> None:
    institution = Institution.objects.get()
    LegalCitation.objects.create(institution=institution, law="Ley 1", subject="Algo", position=99)
    number = institution.citations.count() - 1
    url = change("institution", institution.pk)
    second = signed_in(UserFactory(role="Edición de datos"))
    opened = form_values(second, url)
    send(signed_in(editor), url, **{f"citations-{number}-law": "Ley 2"})

    told = second.post(url, {**opened, f"citations-{number}-law": "Ley 3"})

    assert told.status_code == 200
    assert "guardó cambios mientras usted editaba" in text_of(told)


def test_whoever_mends_an_explanation_signs_it(draft: PublicAccount, editor: User) -> None:
    row = Explanation.objects.filter(account=draft)[0]
    Explanation.objects.filter(pk=row.pk).update(explained_by=UserFactory())
    before = version_of(draft)

    response = send(signed_in(editor), change("explanation", row.pk), text="Dicho de otra manera.")

    after = Explanation.objects.get(pk=row.pk)
    assert response.status_code == 302
    assert (after.text, after.explained_by) == ("Dicho de otra manera.", editor)
    assert after.explained_at > row.explained_at
    assert version_of(draft) == before + 1
    assert AccountEvent.objects.all()[0].kind == AccountEvent.Kind.EXPLAINED


def test_who_may_not_explain_mends_no_explanation(draft: PublicAccount) -> None:
    row = Explanation.objects.filter(account=draft)[0]
    clerk = UserFactory()
    clerk.user_permissions.add(
        *Permission.objects.filter(
            codename__in=["view_explanation", "change_explanation", "change_result"]
        )
    )

    response = send(signed_in(clerk), change("explanation", row.pk), text="Otra cosa.")

    assert response.status_code == 409
    assert "no tiene permiso para explicar diferencias" in text_of(response)
    assert "Otra cosa.</textarea>" in text_of(response)
    assert Explanation.objects.get(pk=row.pk).text == row.text


def test_words_about_one_difference_are_not_moved_to_another(
    draft: PublicAccount, editor: User
) -> None:
    row = Explanation.objects.filter(account=draft)[0]
    Explanation.objects.filter(pk=row.pk).update(difference="-1")

    told = send(signed_in(editor), change("explanation", row.pk), text="Otra cosa.")

    assert told.status_code == 409
    assert "Esta explicación es de otra diferencia" in text_of(told)
    assert "Otra cosa.</textarea>" in text_of(told)
    assert Explanation.objects.get(pk=row.pk).text == row.text
    assert Explanation.objects.get(pk=row.pk).difference == "-1"


def test_an_alias_does_not_split_in_the_package(draft: PublicAccount, editor: User) -> None:
    program = Program.objects.filter(accounts=draft)[0]
    client, url = signed_in(editor), change("program", program.pk)

    told = send(client, url, aliases="Uno; otro")
    kept = send(client, url, aliases="Uno, Otro")

    program.refresh_from_db()
    assert "Quite el punto y coma" in text_of(told)
    assert kept.status_code == 302
    assert program.aliases == ["Uno", "Otro"]


def test_the_history_of_what_was_deleted_is_still_read(draft: PublicAccount, editor: User) -> None:
    term = Term.objects.filter(account=draft)[0]
    client, page = signed_in(editor), reverse("admin:programs_term_history", args=[term.pk])
    client.post(reverse("admin:programs_term_delete", args=[term.pk]), {"post": "yes"})

    read = client.get(page)
    never = client.get(page.replace(f"/{term.pk}/", "/99999999/"))
    nothing = client.get(page.replace(f"/{term.pk}/", "/nada/"))

    assert read.status_code == 200
    assert f"{term.term} (ya no está)" in text_of(read)
    assert "Borró" in text_of(read)
    assert (never.status_code, nothing.status_code) == (302, 302)


def test_the_desk_agrees_with_itself_in_the_words_it_uses(
    draft: PublicAccount, editor: User
) -> None:
    client = signed_in(editor)
    source = Source.objects.filter(account=draft)[0]
    pages = [
        text_of(client.get(url)) for url in ("/admin/programs/source/", change("source", source.pk))
    ]
    added = text_of(client.get(reverse("admin:programs_source_add")))

    assert "Agregar fuente" in pages[0]
    assert "Historial" in pages[1]
    assert "Agregar fuente" in added
    assert not any(word in text for text in (*pages, added) for word in ("Añadir", "Histórico"))
