"""The acts on an account: change its draft, explain, give as checked, reopen, publish."""

from datetime import datetime

from django.db import transaction

from programs.actions.council import check_council_heard, council_file
from programs.actions.log import log_event, open_draft
from programs.actions.promised import keep_promised_record
from programs.checks import BadRule, Outcome
from programs.editions import (
    files_of_edition,
    ledger_of_edition,
    outcomes_csv,
    sha256,
    sums_of,
)
from programs.integrity import problems_of
from programs.ledger import Voice
from programs.models import AccountEvent, Edition, EditionFile, Explanation, PublicAccount, User
from programs.package import PackageProblems, ledger_from_files, package_files
from programs.permissions import check_may
from programs.promised import file_of, mark_of
from programs.promises import in_words, unkept
from programs.reviews import CheckedDraft, review_draft
from programs.transitions import Refused, target_of

MOST_NAMED = 3  # problems that a refusal spells out; the rest it counts


def locked(account: PublicAccount, expected_version: int | None = None) -> PublicAccount:
    """The account, held until the end; Refused if it is not the version somebody looked at."""
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    if expected_version is not None and held.version != expected_version:
        raise Refused("El borrador cambió después de que usted abrió la página. Revíselo de nuevo.")
    return held


def _reviewed(account: PublicAccount) -> CheckedDraft:
    """The draft's checks, or Refused where a declared rule names what is no longer there."""
    try:
        return review_draft(account)
    except BadRule as wrong:
        raise Refused(" ".join(wrong.problems)) from wrong


@transaction.atomic
def note_draft_change(
    account: PublicAccount, *, by: User, now: datetime, summary: str, act: str = "change_result"
) -> None:
    """Say that `by` changed the draft by hand: it counts a version and must be checked again.

    Raises:
        Refused: `by` may not change the draft.
    """
    check_may(by, act)
    account = locked(account)
    open_draft(account, by=by, now=now)
    log_event(account, AccountEvent.Kind.EDITED, by=by, now=now, summary=summary)


@transaction.atomic
def explain_difference(
    account: PublicAccount,
    *,
    check: str,
    text: str,
    voice: Voice,
    author: str,
    by: User,
    now: datetime,
) -> Explanation:
    """Publish words about a difference; they stand for that difference only.

    Raises:
        Refused: `by` may not explain, the text is empty, or that check does not differ.
    """
    check_may(by, "explain_difference")
    account = locked(account)
    outcome = _differing(_reviewed(account), check)
    if not text.strip() or not author.strip():
        raise Refused("Escriba la explicación y el nombre o cargo de quien la da.")
    explanation = Explanation.objects.filter(account=account, check_slug=check).first()
    if explanation is None:
        explanation = Explanation(
            account=account, check_slug=check, position=account.explanations.count()
        )
    explanation.difference = outcome.difference_key
    explanation.text = text.strip()
    explanation.voice = voice.value
    explanation.author = author.strip()
    explanation.explained_by = by
    explanation.explained_at = now.replace(microsecond=0)
    explanation._history_user = by  # type: ignore[attr-defined]
    explanation.save()
    open_draft(account, by=by, now=now)
    log_event(
        account,
        AccountEvent.Kind.EXPLAINED,
        by=by,
        now=now,
        summary=f"Explicó: {outcome.title}",
        detail={"check": check, "difference": outcome.difference_key},
    )
    return explanation


def _differing(review: CheckedDraft, check: str) -> Outcome:
    for outcome in review.outcomes:
        if outcome.slug == check and outcome.verdict == "differs":
            return outcome
    raise Refused("Esa cuadratura no tiene una diferencia que explicar.")


def check_can_prepare(review: CheckedDraft) -> None:
    """Raises Refused while a difference is neither mended nor explained, a promised correction was
    not made, or the account has nothing in it or does not hang together."""
    if not review.ledger.figures:
        raise Refused("La cuenta no tiene cifras todavía. Importe una planilla primero.")
    problems = [str(problem) for problem in problems_of(review.ledger)]
    if problems:
        rest = len(problems) - MOST_NAMED
        more = f" (y {rest} más)" if rest > 0 else ""
        raise Refused("Hay que corregir: " + "; ".join(problems[:MOST_NAMED]) + more + ".")
    check_promises(review)
    pending = len(review.unexplained)
    if pending == 1:
        raise Refused("Queda 1 diferencia sin explicar.")
    if pending:
        raise Refused(f"Quedan {pending} diferencias sin explicar.")


def check_promises(review: CheckedDraft) -> None:
    """Raises Refused while an answer promised a correction that the draft has not made."""
    last = review.account.editions.order_by("-number").first()
    if last is None or not any(erratum.question for erratum in review.ledger.errata):
        return
    left = unkept(review.ledger, ledger_of_edition(last))
    if left:
        said = "; ".join(in_words(erratum, review.ledger) for erratum in left[:MOST_NAMED])
        raise Refused(f"Falta corregir lo prometido: {said}.")


@transaction.atomic
def prepare_account(
    account: PublicAccount, *, by: User, now: datetime, expected_version: int | None = None
) -> PublicAccount:
    """Give the figures as checked, and what is told of the commitments of the account before, so
    that another person may publish.

    `expected_version` is the draft version that `by` looked at.

    Raises:
        Refused: `by` may not, the account is not a draft or changed meanwhile, it does not hang
            together, or a difference stands unexplained.
    """
    check_may(by, "prepare_account")
    account = locked(account, expected_version)
    target = target_of("prepare", account.state)
    check_can_prepare(_reviewed(account))
    account = keep_promised_record(account, by=by, now=now)
    account.state = target
    account.prepared_by = by
    account.prepared_at = now
    account.save(update_fields=["state", "prepared_by", "prepared_at"])
    summary = "Dio las cifras por revisadas"
    log_event(account, AccountEvent.Kind.PREPARED, by=by, now=now, summary=summary)
    return account


@transaction.atomic
def reopen_account(account: PublicAccount, *, by: User, now: datetime) -> PublicAccount:
    """Take the account back to draft; its published editions stay as they are.

    Raises:
        Refused: `by` may not, or it is a draft already.
    """
    check_may(by, "prepare_account")
    account = locked(account)
    target_of("reopen", account.state)
    open_draft(account, by=by, now=now)
    summary = "Volvió la cuenta a borrador"
    log_event(account, AccountEvent.Kind.REOPENED, by=by, now=now, summary=summary)
    return account


def check_can_publish(account: PublicAccount, *, by: User) -> None:
    """Raises Refused, with the reason, when `by` may not publish this account now."""
    check_may(by, "publish_account")
    target_of("publish", account.state)
    check_council_heard(account)
    alone = account.prepared_by_id == by.pk
    if alone and not account.institution.allows_self_publication:
        raise Refused(
            "Usted preparó esta edición: la publica otra persona. "
            "Pida a quien tenga el permiso de publicar que la revise."
        )


@transaction.atomic
def publish_account(
    account: PublicAccount,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    expected_version: int | None = None,
    expected_promised: str | None = None,
) -> Edition:
    """Write the next edition: the draft as a hashed data package that never changes again. It opens
    with what happened to the commitments of the account before, as it is today;
    `expected_promised` (`promised.mark_of`) is what `by` looked at.

    The pages are printed afterwards by the press (`cuenta.press`), from the edition alone.

    Raises:
        Refused: `by` may not publish, prepared it (four eyes), a difference stands unexplained,
            nothing changed since the last edition, or a later edition gives no reason.
    """
    account = locked(account, expected_version)
    check_can_publish(account, by=by)
    account = keep_promised_record(account, by=by, now=now)
    if expected_promised is not None and mark_of(account.promised_record) != expected_promised:
        raise Refused("Cambió un compromiso después de que usted abrió la página. Revíselo ahora.")
    review = _reviewed(account)
    check_can_prepare(review)
    files = _sealed_files(review)
    last = account.editions.order_by("-number").first()
    if last is not None and files_of_edition(last) == files:
        raise Refused(f"Nada cambió desde la edición {last.number}: no hay qué publicar.")
    if last is not None and not reason.strip():
        raise Refused("Escriba por qué se publica otra edición: el motivo es público.")
    edition = _write_edition(account, files, last.number + 1 if last else 1, by, now, reason)
    account.state = target_of("publish", account.state)
    if account.is_archived:  # a correction of it: published, it is as it was
        account.state = target_of("archive", account.state)
    account.save(update_fields=["state"])
    log_event(
        account,
        AccountEvent.Kind.PUBLISHED,
        by=by,
        now=now,
        summary=f"Publicó la edición {edition.number}",
        detail={"edition": edition.number, "sha256": edition.sha256},
    )
    return edition


def _sealed_files(review: CheckedDraft) -> dict[str, bytes]:
    """The files of the edition, read back before they are sealed: they can never be mended."""
    files = package_files(review.ledger)
    try:
        same = ledger_from_files(files)
    except PackageProblems as wrong:
        raise Refused(f"Hay que corregir: {wrong.problems[0]}.") from wrong
    assert package_files(same) == files, "a package is read as it was written"  # noqa: S101
    beside = {**council_file(review.account), **file_of(review.account.promised_record)}
    return {**files, "outcomes.csv": outcomes_csv(review.outcomes), **beside}


def _write_edition(
    account: PublicAccount,
    files: dict[str, bytes],
    number: int,
    by: User,
    now: datetime,
    reason: str,
) -> Edition:
    prepared_by = account.prepared_by
    assert prepared_by is not None  # noqa: S101 (only_a_draft_is_unprepared holds it)
    edition = Edition.objects.create(
        account=account,
        number=number,
        published_at=now,
        published_by=by,
        prepared_by=prepared_by,
        published_by_name=by.full_name,
        prepared_by_name=prepared_by.full_name,
        allowed_self_publication=prepared_by.pk == by.pk,
        file_count=len(files),
        reason=reason.strip(),
        sha256=sha256(sums_of(files)),
    )
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, path=path, content=content, sha256=sha256(content))
        for path, content in files.items()
    )
    return edition
