"""A correction that an answer promised has to be made before the next edition."""

from dataclasses import replace

import pytest

from programs.actions.accounts import prepare_account
from programs.actions.errata import open_erratum
from programs.ledger import Erratum
from programs.models import Edition, PublicAccount, Result, User
from programs.promises import in_words, unkept
from programs.standings import missing, standing_of
from programs.transitions import Refused
from tests.factories import NOW
from tests.ledgers import small_ledger

FOLIO = "CPP-2022-000007-K"


def test_promise_is_unkept_while_the_figure_is_as_published() -> None:
    published = small_ledger()
    figure = published.figures[0]
    promise = Erratum(slug="una", reason="Se corrige", figure=figure.key, question=FOLIO)

    draft = replace(published, errata=(promise,))

    assert unkept(draft, published) == (promise,)
    assert FOLIO in in_words(promise, draft)


def test_promise_is_kept_once_the_figure_changed() -> None:
    published = small_ledger()
    figure = published.figures[0]
    promise = Erratum(slug="una", reason="Se corrige", figure=figure.key, question=FOLIO)

    changed = replace(figure, literal=f"{figure.literal} (corregida)")
    draft = replace(published, errata=(promise,), figures=(changed, *published.figures[1:]))

    assert unkept(draft, published) == ()


def test_erratum_that_was_published_is_no_longer_owed() -> None:
    promise = Erratum(
        slug="una", reason="Se corrige", figure=small_ledger().figures[0].key, question=FOLIO
    )
    published = replace(small_ledger(), errata=(promise,))

    assert unkept(published, published) == ()


def test_edition_waits_for_what_an_answer_promised(
    edition: Edition, editor: User, publisher: User
) -> None:
    account = edition.account
    open_erratum(
        account, figure="asociativos-total-organizaciones", reason="Se corrige", question=FOLIO,
        by=publisher, now=NOW,
    )  # fmt: skip
    account = PublicAccount.objects.get(pk=account.pk)

    with pytest.raises(Refused, match=FOLIO):
        prepare_account(account, by=editor, now=NOW)

    assert "promises" in {item.code for item in missing(standing_of(account))}


def test_edition_goes_on_once_it_was_corrected(
    edition: Edition, editor: User, publisher: User
) -> None:
    account = edition.account
    key = "asociativos-total-organizaciones"
    open_erratum(account, figure=key, reason="Se corrige", question=FOLIO, by=publisher, now=NOW)
    Result.objects.filter(account=account, key=key).update(value=547, literal="547")
    account = PublicAccount.objects.get(pk=account.pk)

    prepared = prepare_account(account, by=editor, now=NOW)

    assert prepared.state == PublicAccount.State.CHECKED
    assert "promises" not in {item.code for item in missing(standing_of(account))}
