"""The desk, the page of the checks and the acts on an account."""

import pytest
from django.urls import reverse

from programs.models import Edition, Explanation, PublicAccount, Result, Rule, User
from programs.reviews import review_draft
from programs.standings import checklist, missing, standing_of
from tests.factories import AccountFactory, UserFactory
from tests.staff import form_values, send, signed_in, text_of

pytestmark = pytest.mark.django_db
DESK = "/admin/"


def seen(account: PublicAccount) -> dict[str, int]:
    """What the page of an act sends: the version it showed."""
    return {"version": PublicAccount.objects.get(pk=account.pk).version}


def page_of(name: str, account: PublicAccount) -> str:
    return reverse(f"admin:programs_publicaccount_{name}", args=[account.pk])


def test_the_desk_says_whose_turn_it_is(
    draft: PublicAccount, editor: User, publisher: User
) -> None:
    mine, theirs = (text_of(signed_in(user).get(DESK)) for user in (editor, publisher))

    assert "Es su turno" in mine
    assert "Turno de: quien edita los datos" in theirs


def test_the_desk_says_what_is_missing_with_its_place(draft: PublicAccount, editor: User) -> None:
    Explanation.objects.filter(account=draft)[0].delete()

    page = text_of(signed_in(editor).get(DESK))

    assert "1 diferencia sin explicar" in page
    assert page_of("checks", draft) in page
    assert "Primero resuelva lo que falta" in page


def test_each_person_is_offered_only_their_acts(
    draft: PublicAccount, editor: User, publisher: User
) -> None:
    auditor = UserFactory(role="Auditoría")
    edits, publishes, audits = (
        text_of(signed_in(user).get(DESK)) for user in (editor, publisher, auditor)
    )

    assert page_of("import", draft) in edits
    assert page_of("import", draft) not in publishes + audits
    assert "Falta dar las cifras por revisadas" in publishes
    assert "Dar por revisadas" not in audits


def test_a_person_without_a_group_is_told(db: None) -> None:
    assert "todavía no tiene un grupo" in text_of(signed_in(UserFactory()).get(DESK))


def test_an_empty_portal_says_how_to_begin(editor: User) -> None:
    assert "Todavía no hay cuentas" in text_of(signed_in(editor).get(DESK))


def test_a_rule_that_cannot_run_does_not_break_the_desk(draft: PublicAccount, editor: User) -> None:
    Rule.objects.filter(account=draft).update(parts=["ya-no-existe"])
    client = signed_in(editor)

    pages = [text_of(client.get(url)) for url in (DESK, page_of("checks", draft))]

    assert all("ya-no-existe" in page for page in pages)
    assert client.get("/admin/programs/result/").status_code == 200
    assert client.post(page_of("prepare", draft), seen(draft)).status_code == 409


def test_differences_come_first_with_their_parts_to_mend(
    draft: PublicAccount, editor: User
) -> None:
    Explanation.objects.filter(account=draft).delete()
    outcome = review_draft(draft).unexplained[0]
    assert outcome.stated is not None
    stated = Result.objects.get(account=draft, key=outcome.stated.key)

    page = text_of(signed_in(editor).get(page_of("checks", draft)))

    assert page.index(outcome.sentence[:40]) < page.index('id="explicadas"')
    assert reverse("admin:programs_result_change", args=[stated.pk]) in page


def test_an_explanation_is_given_on_the_page(draft: PublicAccount, publisher: User) -> None:
    Explanation.objects.filter(account=draft).delete()
    pending = review_draft(draft).unexplained
    sent = {
        "check": pending[0].slug, "text": "Se contó dos veces.", "voice": "institution",
        "author": "Unidad de Planificación",
    }  # fmt: skip

    response = signed_in(publisher).post(page_of("checks", draft), sent)

    assert response.status_code == 302
    assert len(review_draft(draft).unexplained) == len(pending) - 1
    assert Explanation.objects.get(account=draft).explained_by == publisher


def test_an_empty_explanation_is_asked_again(draft: PublicAccount, editor: User) -> None:
    Explanation.objects.filter(account=draft).delete()
    slug = review_draft(draft).unexplained[0].slug
    sent = {"check": slug, "text": "", "voice": "editor", "author": "Se conserva"}

    response = signed_in(editor).post(page_of("checks", draft), sent)

    assert response.status_code == 400
    assert 'value="Se conserva"' in text_of(response)
    assert not Explanation.objects.filter(account=draft).exists()


def test_a_check_that_holds_is_not_explained(draft: PublicAccount, editor: User) -> None:
    slug = next(outcome.slug for outcome in review_draft(draft).outcomes if outcome.holds)
    sent = {"check": slug, "text": "Palabras que costaron.", "voice": "editor", "author": "x"}

    response = signed_in(editor).post(page_of("checks", draft), sent)

    assert response.status_code == 400
    assert "no tiene una diferencia que explicar" in text_of(response)
    assert "Palabras que costaron." in text_of(response)


def test_an_auditor_reads_the_checks_and_explains_none(draft: PublicAccount) -> None:
    client = signed_in(UserFactory(role="Auditoría"))

    page = client.get(page_of("checks", draft))
    sent = client.post(page_of("checks", draft), {"check": "x"})

    assert "Guardar la explicación" not in text_of(page)
    assert sent.status_code == 403


def test_giving_the_figures_as_checked_is_confirmed(draft: PublicAccount, editor: User) -> None:
    client = signed_in(editor)

    asked = client.get(page_of("prepare", draft))
    before = PublicAccount.objects.get(pk=draft.pk).state
    done = send(client, page_of("prepare", draft))

    draft.refresh_from_db()
    assert "Su nombre quedará en la edición" in text_of(asked)
    assert before == "draft"
    assert (done.status_code, draft.state, draft.prepared_by) == (302, "checked", editor)


def test_what_is_not_ready_is_refused_with_its_reason(draft: PublicAccount, editor: User) -> None:
    Explanation.objects.filter(account=draft)[0].delete()

    response = signed_in(editor).post(page_of("prepare", draft), seen(draft))

    assert response.status_code == 409
    assert "Queda 1 diferencia sin explicar" in text_of(response)


def test_nobody_signs_a_draft_that_changed_while_they_read(
    draft: PublicAccount, editor: User
) -> None:
    client = signed_in(editor)
    opened = form_values(client, page_of("prepare", draft))
    PublicAccount.objects.filter(pk=draft.pk).update(version=opened["version"] + "0")

    changed = client.post(page_of("prepare", draft), opened)
    unread = client.post(page_of("prepare", draft))

    assert (changed.status_code, unread.status_code) == (409, 409)
    assert "El borrador cambió" in text_of(changed)
    assert PublicAccount.objects.get(pk=draft.pk).state == "draft"


def test_an_account_that_does_not_hang_together_is_told_before_signing(
    draft: PublicAccount, editor: User
) -> None:
    chapter = draft.chapters.all()[0]
    chapter.body += "\n\n{cifra:no-existe}"
    chapter.save()

    items = {item.code: item for item in missing(standing_of(draft))}
    desk = text_of(signed_in(editor).get(DESK))

    assert items["coherence"].blocks
    assert "no-existe" in items["coherence"].sentence
    assert "no-existe" in desk
    assert "Primero resuelva lo que falta" in desk


def test_a_published_account_goes_back_to_draft(edition: Edition, editor: User) -> None:
    client = signed_in(editor)

    send(client, page_of("reopen", edition.account))

    assert PublicAccount.objects.get(pk=edition.account_id).state == "draft"
    assert client.post(page_of("reopen", edition.account)).status_code == 409


def test_an_edition_is_verified_from_its_page(edition: Edition) -> None:
    client = signed_in(UserFactory(role="Auditoría"))

    page = client.post(reverse("admin:programs_edition_verify", args=[edition.pk]))

    assert "La edición está intacta" in text_of(page)
    assert edition.sha256 in text_of(page)


def test_nobody_changes_what_was_published(edition: Edition) -> None:
    boss = signed_in(UserFactory(is_superuser=True))
    change = reverse("admin:programs_edition_change", args=[edition.pk])
    event = edition.account.events.first()
    assert event is not None

    assert edition.sha256 in text_of(boss.get(change))
    assert boss.post(change, {"reason": "otra"}).status_code == 403
    assert boss.post(change.replace("change", "delete")).status_code == 403
    assert boss.get(reverse("admin:programs_edition_add")).status_code == 403
    log = reverse("admin:programs_accountevent_change", args=[event.pk])
    assert boss.post(log, {"summary": "otra"}).status_code == 403


def test_an_account_without_anything_lacks_everything(db: None) -> None:
    account = AccountFactory()

    lacks = {item.code for item in missing(standing_of(account))}

    assert lacks == {"figures", "chapters", "headline", "contacts"}


def test_the_checklist_names_what_blocks(edition: Edition, publisher: User) -> None:
    items = {item.code: item for item in checklist(standing_of(edition.account), publisher)}

    assert items["changes"].blocks
    assert "Nada cambió desde la edición 1" in items["changes"].sentence
    assert items["prepared"].page == "reopen"
    assert not items["differences"].blocks


def test_a_figure_that_changes_would_do_well_to_say_why(edition: Edition, publisher: User) -> None:
    account = edition.account
    row = Result.objects.filter(account=account, value__isnull=False, rules__isnull=True)[0]
    Result.objects.filter(pk=row.pk).update(value=row.value + 1)  # type: ignore[operator]

    items = {item.code: item for item in checklist(standing_of(account), publisher)}

    assert items["errata"].state == "advice"
    assert items["changes"].state == "ok"


def test_the_login_page_is_in_our_words(db: None) -> None:
    from django.test import Client

    client = Client()
    page = client.get("/admin/login/")
    wrong = client.post("/admin/login/", {"username": "x@x.cl", "password": "no"})

    assert "Correo" in text_of(page)
    assert wrong.status_code == 200
    assert "Error" not in text_of(wrong)
