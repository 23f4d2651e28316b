"""What PostgreSQL itself refuses, whoever asks."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from programs.models import AccountEvent, Chapter, Edition, EditionFile, PublicAccount, Result, User
from programs.regions import REGIONS
from tests.factories import (
    NOW,
    AccountFactory,
    ChapterFactory,
    IndicatorFactory,
    ProgramFactory,
    ResultFactory,
    SourceFactory,
    TableColumnFactory,
    TableFactory,
    TableRowFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refused(name: str) -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError, match=name)


def test_one_account_per_institution_and_year() -> None:
    account = AccountFactory()

    with refused("one_account_per_institution_and_year"):
        AccountFactory(institution=account.institution, account_year=account.account_year)


def test_management_year_is_not_after_the_account_year() -> None:
    with refused("management_year_is_not_after_account_year"):
        AccountFactory(account_year=2022, management_year=2023)


def test_a_portal_has_one_account_a_year() -> None:
    AccountFactory(account_year=2022)

    with refused("one_account_per_year_in_a_portal"):
        AccountFactory(account_year=2022)


@pytest.mark.parametrize("year", [7, 1989, 2101])
def test_a_year_is_a_year(year: int) -> None:
    with refused("years_are_years"):
        AccountFactory(account_year=year)


def test_an_edition_takes_no_file_more(edition: Edition) -> None:
    with refused("is sealed"), transaction.atomic():
        EditionFile.objects.create(edition=edition, path="nuevo.csv", content=b"x", sha256="0" * 64)


def test_an_edition_says_who_published_alone_only_when_it_was_so(edition: Edition) -> None:
    assert edition.allowed_self_publication is False


def test_prepared_at_goes_with_prepared_by() -> None:
    with refused("prepared_at_goes_with_prepared_by|only_a_draft_is_unprepared"):
        AccountFactory(prepared_at=NOW)


def test_an_account_given_as_checked_says_by_whom() -> None:
    with refused("only_a_draft_is_unprepared"):
        AccountFactory(state="checked")


def test_a_figure_without_value_says_why() -> None:
    assert ResultFactory(value=None, note="en proceso de selección").value is None

    with refused("a_figure_without_value_says_why"):
        ResultFactory(value=None, note="")


def test_precision_is_positive() -> None:
    with refused("precision_is_positive"):
        ResultFactory(precision=Decimal(0))


def test_a_cell_holds_one_figure_and_needs_row_and_column() -> None:
    account = AccountFactory()
    table = TableFactory(account=account)
    row, column = TableRowFactory(table=table), TableColumnFactory(table=table)
    ResultFactory(account=account, row=row, column=column)

    with refused("one_figure_per_cell"), transaction.atomic():
        ResultFactory(account=account, row=row, column=column)
        connection.check_constraints()
    with refused("a_cell_has_row_and_column"):
        ResultFactory(account=account, row=row)


def test_only_percentages_are_shares() -> None:
    with refused("only_percentages_are_shares"):
        IndicatorFactory(measure="count", aggregation="share")


def test_a_source_hash_is_a_sha256() -> None:
    with refused("source_hash_is_sha256"):
        SourceFactory(sha256="abc")


def test_a_program_is_not_named_after_itself() -> None:
    program = ProgramFactory()
    program.named_after = program

    with refused("program_is_not_named_after_itself"):
        program.save()


def test_chapters_are_two_levels_deep() -> None:
    account = AccountFactory()
    part = ChapterFactory(account=account)
    section = ChapterFactory(account=account, parent=part)

    with refused("two levels"), transaction.atomic():
        ChapterFactory(account=account, parent=section)
    with refused("two levels"), transaction.atomic():
        part.parent = ChapterFactory(account=account)
        part.save()
    assert Chapter.objects.filter(account=account).count() == 2


def test_a_chapter_hangs_from_its_own_account() -> None:
    part = ChapterFactory()

    with refused("of one account"):
        ChapterFactory(parent=part)


def test_a_login_is_one_person_whatever_the_case() -> None:
    UserFactory(email="ana@prueba.invalid")

    with refused("one_user_per_email"):
        UserFactory(email="ANA@prueba.invalid")


def test_regions_come_back_after_the_tables_were_emptied() -> None:
    from participation.models import Holiday
    from programs.models import Region

    Holiday.objects.filter(region__isnull=False).delete()
    Region.objects.all().delete()

    call_command("migrate", verbosity=0)

    assert Region.objects.count() == 16


def test_there_are_sixteen_regions_from_north_to_south() -> None:
    from programs.models import Region

    assert list(Region.objects.values_list("code", flat=True)) == [r.code for r in REGIONS]
    assert len(REGIONS) == 16


@pytest.mark.parametrize("model", [Edition, EditionFile, AccountEvent])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_published_or_logged_never_changes(
    edition: Edition, model: type, statement: str
) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    before = model.objects.count()  # type: ignore[attr-defined]

    with refused("append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))

    assert model.objects.count() == before > 0  # type: ignore[attr-defined]


def test_an_edition_is_not_published_by_who_prepared_it(draft: PublicAccount, editor: User) -> None:
    values = {
        "account": draft,
        "number": 1,
        "published_at": NOW,
        "published_by": editor,
        "prepared_by": editor,
        "sha256": "0" * 64,
    }

    with refused("four_eyes_unless_the_institution_allows_two"), transaction.atomic():
        Edition.objects.create(**values)
    assert Edition.objects.create(**values, allowed_self_publication=True).pk


def test_result_rows_keep_whole_pesos_exactly() -> None:
    largest = Decimal("1968898397000000")

    result = Result.objects.get(pk=ResultFactory(value=largest, unit="MM$").pk)

    assert result.value == largest
