"""What is published for the tests of the search and of the explorer: the small account, whole."""

from dataclasses import replace
from datetime import timedelta

from programs.checks import run_checks
from programs.editions import sha256, sums_of
from programs.ledger import Explanation, Ledger, Voice
from programs.models import Edition, EditionFile, Institution, PublicAccount
from programs.package import package_files
from tests.factories import NOW, AccountFactory, InstitutionFactory, UserFactory
from tests.ledgers import small_ledger

AT = "2022-05-18T10:00:00-04:00"


def publishable(ledger: Ledger) -> Ledger:
    """With a note for each dash and an explanation for each difference, as publishing asks."""
    figures = tuple(
        each if each.value is not None or each.note else replace(each, note="no se informa")
        for each in ledger.figures
    )
    noted = replace(ledger, figures=figures, explanations=())
    explanations = tuple(
        Explanation(each.slug, each.difference_key, "Se revisa.", Voice.EDITOR, "Datos", AT)
        for each in run_checks(noted)
        if each.differs
    )
    return replace(noted, explanations=explanations)


def search_ledger() -> Ledger:
    """The account of `tests.ledgers` as one can publish it."""
    return publishable(small_ledger())


def frozen(ledger: Ledger, *, number: int = 1) -> Edition:
    """An edition with these files, without the draft that they came from: ten times as fast."""
    account = PublicAccount.objects.filter(account_year=ledger.account_year).first()
    if account is None:
        said = ledger.institution
        institution = Institution.objects.first() or InstitutionFactory(
            slug=said.slug, name=said.name, short_name=said.short_name[:60], ministry=said.ministry
        )
        account = AccountFactory(
            institution=institution, account_year=ledger.account_year,
            management_year=ledger.management_year, title=ledger.title,
        )  # fmt: skip
    files = package_files(ledger)
    by, other = UserFactory(), UserFactory()
    edition = Edition.objects.create(
        account=account, number=number, published_at=NOW + timedelta(days=number),
        published_by=by, prepared_by=other, published_by_name=by.full_name,
        prepared_by_name=other.full_name, sha256=sha256(sums_of(files)), file_count=len(files),
    )  # fmt: skip
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, path=path, content=content, sha256=sha256(content))
        for path, content in files.items()
    )
    return edition
