"""Rows by COPY, with a history that PostgreSQL writes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from programs.actions import bulk
from programs.actions.imports import import_account
from programs.actions.shelves import Stamp, match_rows
from programs.ledger import Ledger
from programs.models import PublicAccount, Result, User
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_every_row_brought_in_has_one_entry_that_says_the_same(
    draft: PublicAccount, editor: User
) -> None:
    entries = {entry.id: entry for entry in Result.history.all()}

    assert len(entries) == Result.history.count() == draft.results.count() > 300
    for row in draft.results.all():
        entry = entries[row.pk]
        assert (entry.history_type, entry.history_user, entry.history_date) == ("+", editor, NOW)
        for column in Result._meta.concrete_fields:
            assert getattr(entry, column.attname) == getattr(row, column.attname), column


def test_two_imports_in_one_transaction_keep_every_state(
    draft: PublicAccount, seed: Ledger, editor: User
) -> None:
    key = seed.figures[0].key
    for turn in (1, 2):
        figures = (replace(seed.figures[0], title=f"Título {turn}"), *seed.figures[1:])
        now = NOW + timedelta(hours=turn)
        import_account(replace(seed, figures=figures), by=editor, now=now)

    said = Result.history.filter(key=key).order_by("history_id")

    assert list(said.values_list("history_type", flat=True)) == ["+", "~", "~"]
    assert [entry.title for entry in said] == [seed.figures[0].title, "Título 1", "Título 2"]


def test_the_statements_do_not_grow_with_the_rows(
    draft: PublicAccount, editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """What is there, the table of new values, its filling, the update, its end and the history."""
    rows = Result.objects.filter(account=draft)
    wanted = {row.key: {"key": row.key, "title": f"{row.title}."} for row in rows}

    with django_assert_num_queries(6):
        match_rows(rows, lambda row: row.key, wanted, Stamp(editor, NOW, "prueba"))

    assert all(row.title.endswith(".") for row in rows.all())


def test_what_the_database_refuses_is_told_as_django_does(draft: PublicAccount) -> None:
    row = draft.results.values().first()
    twice = {name: value for name, value in row.items() if name != "id"}

    with pytest.raises(DatabaseError, match="one_figure_per_key"):
        bulk.add(Result, [twice], lambda rows: None)


def test_progress_counts_every_row(draft: PublicAccount, editor: User) -> None:
    told: list[int] = []
    stamp = Stamp(editor, NOW, "prueba", progress=lambda done, total: told.append(done))
    rows = Result.objects.filter(account=draft)

    match_rows(rows, lambda row: row.key, {row.key: {"note": "x"} for row in rows}, stamp)

    assert told[-1] == rows.count()
