"""An account comes in whole or not at all, and the same twice changes nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.actions.imports import import_account
from programs.drafts import ledger_of
from programs.ledger import Figure, Ledger
from programs.models import AccountEvent, ContactPoint, Program, PublicAccount, Result, User
from programs.package import PackageProblems, package_files
from programs.transitions import Refused
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


def with_figures(ledger: Ledger, *figures: Figure) -> Ledger:
    return replace(ledger, figures=figures)


def test_what_comes_out_is_what_went_in_byte_for_byte(seed: Ledger, draft: PublicAccount) -> None:
    assert package_files(ledger_of(draft)) == package_files(seed)


def test_the_same_package_twice_changes_nothing(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    before = (draft.version, AccountEvent.objects.count(), Result.history.count())

    again = import_account(seed, by=editor, now=NOW)

    assert (again.version, AccountEvent.objects.count(), Result.history.count()) == before


def test_a_changed_figure_leaves_who_when_before_and_after(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    figure = seed.figures[0]
    assert figure.value is not None
    changed = replace(figure, value=figure.value + 1)

    import_account(with_figures(seed, changed, *seed.figures[1:]), by=editor, now=NOW)

    after, before = Result.history.filter(key=figure.key).order_by("-history_id")
    assert (before.value, after.value) == (figure.value, figure.value + 1)
    assert after.history_user == editor
    assert after.history_type == "~"


def test_a_removed_figure_stays_in_the_history(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    used = {rule.whole for rule in seed.rules} | {key for r in seed.rules for key in r.parts}
    text = " ".join(chapter.body for chapter in seed.chapters)
    gone = next(f for f in seed.figures if f.key not in used and f"{{cifra:{f.key}}}" not in text)

    import_account(
        with_figures(seed, *(f for f in seed.figures if f is not gone)), by=editor, now=NOW
    )

    assert not Result.objects.filter(key=gone.key).exists()
    last = Result.history.filter(key=gone.key).latest("history_id")
    assert (last.history_type, last.value) == ("-", gone.value)


def test_figures_may_swap_their_cells(seed: Ledger, draft: PublicAccount, editor: User) -> None:
    one, two = [figure for figure in seed.figures if figure.table][:2]
    place = {"table": one.table, "row": one.row, "column": one.column}
    other = {"table": two.table, "row": two.row, "column": two.column}
    swapped = {one.key: replace(one, **other), two.key: replace(two, **place)}

    account = import_account(
        with_figures(seed, *(swapped.get(f.key, f) for f in seed.figures)), by=editor, now=NOW
    )
    connection.check_constraints()

    assert ledger_of(account).figure[one.key].row == two.row


def test_a_program_left_out_is_kept_for_other_years(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    used = {figure.program for figure in seed.figures}
    used |= {row.program for table in seed.tables for row in table.rows}
    used |= {program.named_after for program in seed.programs}
    unused = next(program for program in seed.programs if program.slug not in used)
    smaller = replace(
        seed,
        programs=tuple(p for p in seed.programs if p is not unused),
        terms=tuple(t for t in seed.terms if t.program != unused.slug),
    )

    account = import_account(smaller, by=editor, now=NOW)

    assert Program.objects.filter(slug=unused.slug).exists()
    assert unused.slug not in ledger_of(account).program


def test_an_unknown_indicator_brings_nothing_in(seed: Ledger, editor: User) -> None:
    broken = with_figures(seed, replace(seed.figures[0], indicator="no-existe"))

    with pytest.raises(PackageProblems, match="no existe el indicador «no-existe»"):
        import_account(replace(broken, rules=(), errata=()), by=editor, now=NOW)

    assert not PublicAccount.objects.exists()


def test_a_text_longer_than_its_column_is_a_sentence_and_not_a_crash(
    seed: Ledger, editor: User
) -> None:
    long = replace(seed.figures[0], literal="9" * 251)

    with pytest.raises(PackageProblems, match="tiene 251 caracteres; caben 250"):
        import_account(with_figures(seed, long, *seed.figures[1:]), by=editor, now=NOW)


@pytest.mark.parametrize("value", [Decimal(10) ** 24, Decimal("0.0000001")])
def test_a_number_that_does_not_fit_is_a_sentence(
    seed: Ledger, editor: User, value: Decimal
) -> None:
    figure = replace(seed.figures[0], value=value)

    with pytest.raises(PackageProblems, match="no cabe"):
        import_account(with_figures(seed, figure, *seed.figures[1:]), by=editor, now=NOW)


def test_who_may_not_import_is_told_so(seed: Ledger) -> None:
    visitor = UserFactory(role="Publicación")

    with pytest.raises(Refused, match="no tiene permiso para importar cifras"):
        import_account(seed, by=visitor, now=NOW)


def test_a_preview_of_an_older_draft_is_refused(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    with pytest.raises(Refused, match="El borrador cambió"):
        import_account(seed, by=editor, now=NOW, expected_version=draft.version - 1)


def test_importing_takes_a_checked_account_back_to_draft(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    PublicAccount.objects.update(state="checked", prepared_by=editor, prepared_at=NOW)
    changed = replace(seed, summary="Otro resumen.")

    account = import_account(changed, by=editor, now=NOW)

    assert (account.state, account.prepared_by) == ("draft", None)


def test_reading_a_draft_costs_the_same_queries_whatever_its_size(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as whole:
        ledger_of(draft)
    silent = tuple(replace(chapter, body="") for chapter in seed.chapters)
    few = replace(seed, figures=seed.figures[:5], chapters=silent, rules=(), errata=())
    smaller = import_account(few, by=editor, now=NOW)

    with CaptureQueriesContext(connection) as small:
        ledger_of(smaller)

    assert len(whole) == len(small)


def test_what_all_years_share_reopens_the_others(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    PublicAccount.objects.update(state="checked", prepared_by=editor, prepared_at=NOW)
    renamed = replace(seed.programs[0], name="Otro nombre")
    next_year = replace(
        seed, account_year=2023, management_year=2022, programs=(renamed, *seed.programs[1:])
    )

    import_account(next_year, by=editor, now=NOW)

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert "al importar la de 2023" in draft.events.first().summary


def test_a_new_year_that_changes_nothing_shared_leaves_the_others(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    PublicAccount.objects.update(state="checked", prepared_by=editor, prepared_at=NOW)

    import_account(replace(seed, account_year=2023, management_year=2022), by=editor, now=NOW)

    draft.refresh_from_db()
    assert draft.state == "checked"


def test_a_changed_contact_counts_and_is_in_the_history(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    PublicAccount.objects.update(state="checked", prepared_by=editor, prepared_at=NOW)
    contact = replace(seed.institution.contacts[0], value="https://ejemplo.invalid")
    institution = replace(seed.institution, contacts=(contact,))

    account = import_account(replace(seed, institution=institution), by=editor, now=NOW)

    assert (account.state, account.version) == ("draft", draft.version + 1)
    assert ledger_of(account).institution.contacts == (contact,)
    assert ContactPoint.history.filter(history_type="~").exists()


def test_a_list_of_citations_may_shrink_and_grow(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    said = seed.institution
    fewer = replace(seed, institution=replace(said, citations=said.citations[1:]))

    assert ledger_of(import_account(fewer, by=editor, now=NOW)) == fewer
    assert ledger_of(import_account(seed, by=editor, now=NOW)) == seed


def test_a_portal_publishes_one_institution(
    seed: Ledger, draft: PublicAccount, editor: User
) -> None:
    other = replace(seed, institution=replace(seed.institution, slug="otro-servicio"))

    with pytest.raises(Refused, match="cada portal publica una sola institución"):
        import_account(other, by=editor, now=NOW)
