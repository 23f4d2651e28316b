"""Bring an account in: from a ledger to the draft, all or nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from programs.actions.log import log_event, open_draft
from programs.actions.shelves import Progress, Stamp, match_rows
from programs.actions.storing import store_ledger
from programs.checks import problems_of_rules
from programs.integrity import problems_of
from programs.ledger import Ledger
from programs.models import (
    AccountEvent,
    ContactPoint,
    Institution,
    LegalCitation,
    PublicAccount,
    User,
)
from programs.package_schema import PackageProblem, PackageProblems
from programs.permissions import check_may
from programs.transitions import Refused


@transaction.atomic
def import_account(
    ledger: Ledger,
    *,
    by: User,
    now: datetime,
    origin: str = "",
    expected_version: int | None = None,
    progress: Progress | None = None,
) -> PublicAccount:
    """Make the account's draft be exactly `ledger`; the same ledger twice changes nothing.

    `expected_version` is the draft version the preview was made against.

    Raises:
        PackageProblems: the ledger does not hang together; nothing is written.
        Refused: `by` may not import, or the draft changed since the preview.
    """
    check_may(by, "import_account")
    problems = problems_of(ledger) or [
        PackageProblem("rules.csv", None, "", said) for said in problems_of_rules(ledger)
    ]
    if problems:
        raise PackageProblems(problems)
    reason = f"Importación: {origin}"[:100] if origin else "Importación"
    stamp = Stamp(by=by, now=now, reason=reason, progress=progress)
    others = _held_accounts(ledger)
    institution = _institution(ledger, stamp)
    account = _account(ledger, institution, expected_version, stamp)
    store_ledger(account, ledger, stamp)
    _log(account, AccountEvent.Kind.IMPORTED, reason, stamp)
    if any("changed" in kinds and kinds["changed"] for kinds in _shared(stamp)):
        said = f"Cambió lo que comparten las cuentas, al importar la de {ledger.account_year}"
        for other in others:
            if other.pk != account.pk:
                _log(other, AccountEvent.Kind.EDITED, said, stamp)
    return account


def _held_accounts(ledger: Ledger) -> list[PublicAccount]:
    """The institution's accounts, held in one order before anything is written.

    Raises:
        Refused: that year's account is another institution's.
    """
    held = list(PublicAccount.objects.select_for_update(of=("self",)).order_by("pk"))
    for account in held:
        is_ours = account.institution.slug == ledger.institution.slug
        if account.account_year == ledger.account_year and not is_ours:
            raise Refused(
                f"La cuenta de {ledger.account_year} de este portal es de "
                f"{account.institution.short_name}: cada portal publica una sola institución."
            )
    return [item for item in held if item.institution.slug == ledger.institution.slug]


def _shared(stamp: Stamp) -> list[dict[str, int]]:
    """What changed in the rows that all years of an institution show."""
    names = ("institution", "legalcitation", "contactpoint", "strategicproduct", "program")
    return [stamp.changes.get(name, {}) for name in (*names, "indicator")]


def _log(account: PublicAccount, kind: AccountEvent.Kind, summary: str, stamp: Stamp) -> None:
    """A change counts a version and leaves an entry; no change leaves nothing."""
    if stamp.changes:
        open_draft(account, by=stamp.by, now=stamp.now)
        detail = {"changes": stamp.changes}
        log_event(account, kind, by=stamp.by, now=stamp.now, summary=summary, detail=detail)


def _institution(ledger: Ledger, stamp: Stamp) -> Institution:
    said = ledger.institution
    values = {"name": said.name, "short_name": said.short_name, "ministry": said.ministry}
    ids = match_rows(
        Institution.objects.filter(slug=said.slug),
        lambda row: row.slug,
        {said.slug: {"slug": said.slug, **values}},
        stamp,
    )
    institution = Institution.objects.get(pk=ids[said.slug])
    _list(LegalCitation, institution, said.citations, ("law", "article", "subject"), stamp)
    _list(ContactPoint, institution, said.contacts, ("kind", "label", "value"), stamp)
    return institution


def _list(
    model: Any, institution: Institution, items: Iterable[Any], names: tuple[str, ...], stamp: Stamp
) -> None:
    """A short list whose rows have no name: the first is matched with the first."""
    rows = model.objects.filter(institution=institution)
    place = {key: number for number, key in enumerate(rows.values_list("pk", flat=True))}
    wanted = {
        number: {
            "institution_id": institution.pk,
            "position": number,
            **{name: getattr(item, name) for name in names},
        }
        for number, item in enumerate(items)
    }
    match_rows(rows, lambda row: place[row.id], wanted, stamp)


def _account(
    ledger: Ledger, institution: Institution, expected_version: int | None, stamp: Stamp
) -> PublicAccount:
    found = PublicAccount.objects.filter(institution=institution, account_year=ledger.account_year)
    ids = match_rows(
        found.select_for_update(),
        lambda row: row.account_year,
        {
            ledger.account_year: {
                "institution_id": institution.pk,
                "account_year": ledger.account_year,
                "management_year": ledger.management_year,
                "title": ledger.title,
                "summary": ledger.summary,
            }
        },
        stamp,
    )
    account = PublicAccount.objects.select_for_update().get(pk=ids[ledger.account_year])
    if expected_version is not None and account.version != expected_version:
        raise Refused(
            "El borrador cambió después de la vista previa. Revise de nuevo antes de importar."
        )
    return account
