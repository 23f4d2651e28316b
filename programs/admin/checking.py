"""Cuadratura in the desk: what differs, with its parts at hand and the form to explain it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.actions.accounts import explain_difference
from programs.admin.acts import account_or_404
from programs.admin.links import account_link
from programs.checks import Outcome
from programs.figures import NO_FIGURE, format_figure
from programs.forms import ExplanationForm
from programs.ledger import Explanation, Figure, Voice
from programs.models import PublicAccount, Result
from programs.permissions import may
from programs.standings import Standing, standing_of
from programs.transitions import Refused


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One figure of a check, with the way to mend it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownDifference:
    outcome: Outcome
    stated: ShownPart | None
    parts: tuple[ShownPart, ...]
    explanation: Explanation | None
    is_explained: bool
    form: ExplanationForm | None


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: Any, account_id: int) -> HttpResponse:
    """Everything that was checked, what differs first; POST explains one difference."""
    account = account_or_404(account_id)
    if not may(request.user, "view_result"):
        raise PermissionDenied
    form = None
    status = 200
    if request.method == "POST":
        if not may(request.user, "explain_difference"):
            raise PermissionDenied
        form = ExplanationForm(request.POST)
        if form.is_valid() and _explain(request, account, form):
            page = account_link("checks", account)
            return HttpResponseRedirect(f"{page}#{form.cleaned_data['check']}")
        status = 400
    standing = standing_of(account)
    return render(
        request, "admin/account_checks.html", _context(request, standing, form), status=status
    )


def _explain(request: Any, account: PublicAccount, form: ExplanationForm) -> bool:
    said = form.cleaned_data
    try:
        explain_difference(
            account,
            check=said["check"],
            text=said["text"],
            voice=Voice(said["voice"]),
            author=said["author"],
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, "La explicación quedó guardada: se publicará con la próxima edición.")
    return True


def _context(request: Any, standing: Standing, sent: ExplanationForm | None) -> dict[str, Any]:
    may_explain = may(request.user, "explain_difference")
    keys = _keys(standing.review.differing)
    found = Result.objects.of_account(standing.account).filter(key__in=keys)
    pks = dict(found.values_list("key", "pk"))
    shown = [
        _shown(standing, outcome, pks, may_explain, sent) for outcome in standing.review.differing
    ]
    return {
        **admin.site.each_context(request),
        "title": "Cuadratura",
        "subtitle": str(standing.account),
        "account": standing.account,
        "standing": standing,
        "pending": [item for item in shown if not item.is_explained],
        "explained": [item for item in shown if item.is_explained],
        "unknown": [o for o in standing.review.outcomes if not o.differs and not o.holds],
        "holding": [outcome for outcome in standing.review.outcomes if outcome.holds],
        "may_explain": may_explain,
        "sent": sent,
        "homeless": sent if all(item.form is not sent for item in shown) else None,
        "opts": PublicAccount._meta,
    }


def _keys(outcomes: tuple[Outcome, ...]) -> set[str]:
    keys = {outcome.stated.key for outcome in outcomes if outcome.stated}
    return keys | {part.figure.key for o in outcomes for part in o.parts if part.figure}


def _shown(
    standing: Standing,
    outcome: Outcome,
    pks: dict[str, int],
    may_explain: bool,
    sent: ExplanationForm | None,
) -> ShownDifference:
    explanation = standing.ledger.explanation.get(outcome.slug)
    form = None
    if may_explain:
        is_this = sent is not None and sent.data.get("check") == outcome.slug
        form = sent if is_this else _empty_form(outcome, explanation)
    parts = tuple(_part(part.label, part.figure, pks) for part in outcome.parts)
    stated = _part("Lo que dice el documento", outcome.stated, pks) if outcome.stated else None
    explained = standing.review.is_explained(outcome)
    return ShownDifference(outcome, stated, parts, explanation, explained, form)


def _empty_form(outcome: Outcome, explanation: Explanation | None) -> ExplanationForm:
    initial = {"check": outcome.slug, "voice": Voice.EDITOR.value}
    if explanation:
        initial |= {
            "text": explanation.text,
            "voice": explanation.voice.value,
            "author": explanation.author,
        }
    return ExplanationForm(initial=initial, auto_id=f"id_{outcome.slug}_%s")


def _part(label: str, figure: Figure | None, pks: dict[str, int]) -> ShownPart:
    if figure is None:
        return ShownPart(label, NO_FIGURE, "")
    pk = pks.get(figure.key)
    url = reverse("admin:programs_result_change", args=[pk]) if pk else ""
    return ShownPart(label or figure.title or figure.key, format_figure(figure), url)
