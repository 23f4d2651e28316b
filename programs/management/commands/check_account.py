"""`manage.py check_account 2022 [--json]`: what adds up, what differs, what cannot be told."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.checks import BadRule, Outcome
from programs.management.operators import account_of
from programs.package_schema import number_text
from programs.reviews import CheckedDraft, review_draft

_WORDS = {"holds": "cuadra", "differs": "no cuadra", "unknown": "no se puede comprobar"}


class Command(BaseCommand):
    help = "Run the checks on the draft of an account; exit 1 while a difference blocks it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--institution", default="", help="its slug, if several share the year")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            review = review_draft(account_of(options["year"], options["institution"]))
        except BadRule as wrong:
            raise CommandError("\n".join(wrong.problems)) from None
        self.stdout.write(_as_json(review) if options["json"] else _as_text(review))
        if review.unexplained:
            raise CommandError(f"{len(review.unexplained)} sin explicar: no se puede publicar.")


def _as_text(review: CheckedDraft) -> str:
    lines = []
    for verdict in ("differs", "unknown", "holds"):
        group = [outcome for outcome in review.outcomes if outcome.verdict == verdict]
        lines.append(f"{_WORDS[verdict]}: {len(group)}")
        lines += [f"  {o.slug}\n    {o.title}\n    {o.sentence}" for o in group]
    return "\n".join(lines)


def _as_json(review: CheckedDraft) -> str:
    unexplained = {outcome.slug for outcome in review.unexplained}
    checks = [_plain(outcome, outcome.slug not in unexplained) for outcome in review.outcomes]
    return json.dumps({"checks": checks}, ensure_ascii=False, indent=2)


def _plain(outcome: Outcome, is_explained: bool) -> dict[str, Any]:
    return {
        "slug": outcome.slug,
        "kind": outcome.kind,
        "title": outcome.title,
        "verdict": outcome.verdict,
        "stated": outcome.stated.key if outcome.stated else None,
        "parts": [part.figure.key for part in outcome.parts if part.figure],
        "expected": number_text(outcome.expected) or None,
        "difference": number_text(outcome.difference) or None,
        "sentence": outcome.sentence,
        "is_explained": outcome.verdict == "differs" and is_explained,
    }
