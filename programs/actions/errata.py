"""An erratum that an answer to somebody's question opens in the draft."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from programs.actions.log import log_event, open_draft
from programs.models import AccountEvent, Chapter, Erratum, PublicAccount, Result, User


@transaction.atomic
def open_erratum(
    account: PublicAccount,
    *,
    figure: str,
    reason: str,
    question: str,
    by: User,
    now: datetime,
    chapter: str = "",
) -> Erratum:
    """Note in the draft that a figure (its key) or a chapter (its slug) has to be corrected.

    `question` is the folio whose answer promised it; the next edition shows both. Who signs that
    answer need not be a data editor, so that no permission of the draft is asked for here: the
    permission is the one to sign, and the caller has checked it. The figure itself is changed by
    a data editor. As with every change of the draft, its figures have to be given as checked again.

    What the draft no longer has is not named, or the draft could not be published.
    """
    held = PublicAccount.objects.select_for_update().get(pk=account.pk)
    known_figure = Result.objects.filter(account=held, key=figure).exists()
    known_chapter = Chapter.objects.filter(account=held, slug=chapter).exists()
    last = held.errata.aggregate(last=Max("position"))["last"]
    erratum = Erratum(
        account=held,
        slug=_free_slug(held, question),
        reason=reason.strip(),
        figure=figure if known_figure else "",
        chapter=chapter if known_chapter else "",
        question=question,
        noted_at=now.replace(microsecond=0),
        position=0 if last is None else last + 1,
    )
    erratum._history_user = by  # type: ignore[attr-defined]
    erratum.save()
    open_draft(held, by=by, now=now)
    log_event(
        held,
        AccountEvent.Kind.EDITED,
        by=by,
        now=now,
        summary=f"Abrió una fe de erratas por la consulta {question}",
        detail={"erratum": erratum.slug, "question": question, "figure": erratum.figure},
    )
    return erratum


def _free_slug(account: PublicAccount, question: str) -> str:
    """Named after the question; numbered from the second on."""
    base = f"consulta-{question.lower()}"
    taken = set(account.errata.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
