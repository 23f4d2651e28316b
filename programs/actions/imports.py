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
    institution = _institution(ledger, stamp)
    account = _account(ledger, institution, expected_version, stamp)
    store_ledger(account, ledger, stamp)
    if stamp.changes:
        open_draft(account, by=by, now=now)
        log_event(
            account,
            AccountEvent.Kind.IMPORTED,
            by=by,
            now=now,
            summary=reason,
            detail={"changes": stamp.changes},
        )
    return account


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
    _replace(LegalCitation, institution, said.citations, ("law", "article", "subject"))
    _replace(ContactPoint, institution, said.contacts, ("kind", "label", "value"))
    return institution


def _replace(
    model: Any, institution: Institution, items: Iterable[Any], names: tuple[str, ...]
) -> None:
    """Short lists without identity: written anew only when they differ."""
    wanted = [tuple(getattr(item, name) for name in names) for item in items]
    rows = model.objects.filter(institution=institution)
    if list(rows.values_list(*names)) == wanted:
        return
    rows.delete()
    model.objects.bulk_create(
        model(institution=institution, position=position, **dict(zip(names, values, strict=True)))
        for position, values in enumerate(wanted)
    )


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
