"""By what the questions are told: the programs and chapters of the account, and what is about all.

A question that names a program stands under it; else under its chapter; else under the account.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from participation.models import Submission
from participation.models.submissions import SubmissionQuerySet
from participation.report.shapes import Source
from participation.subjects import ledger_of

GENERAL = "general"
GENERAL_TITLE = "La cuenta en general"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with how many public questions it has, and how many of them are answered."""

    code: str
    kind: str
    title: str
    program: str
    chapter: str
    count: int
    answered: int

    def condition(self) -> Q:
        """Which questions are of the theme."""
        return Q(program=self.program) if self.program else Q(program="", chapter=self.chapter)


def questions_of(source: Source) -> SubmissionQuerySet:
    """The public questions of people about the account."""
    return Submission.objects.public().of_people().filter(account=source.account)


def themes_of(source: Source) -> tuple[Theme, ...]:
    """The themes that some public question has, chapters first, as the account orders them."""
    counted = (
        questions_of(source)
        .order_by()
        .values_list("program", "chapter")
        .annotate(all=Count("pk"), told=Count("pk", filter=Q(answered_at__isnull=False)))
    )
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for program, chapter, count, answered in counted:
        key = (program, "" if program else chapter)
        before = found.get(key, (0, 0))
        found[key] = (before[0] + count, before[1] + answered)
    return tuple(
        Theme(code, kind, title, program, chapter, *found[program, chapter])
        for code, kind, title, program, chapter in _ordered(source, set(found))
    )


def _ordered(
    source: Source, keys: set[tuple[str, str]]
) -> Iterator[tuple[str, str, str, str, str]]:
    ledger = ledger_of(source.edition) if source.edition else None
    chapters = {each.slug: each.title for each in ledger.chapters} if ledger else {}
    programs = {each.slug: each.name for each in ledger.programs} if ledger else {}
    # What another edition had and this one has not comes after, by its key.
    chapters |= {slug: slug for _, slug in sorted(keys) if slug and slug not in chapters}
    programs |= {slug: slug for slug, _ in sorted(keys) if slug and slug not in programs}
    for slug, title in chapters.items():
        if ("", slug) in keys:
            yield f"capitulo-{slug}", "Capítulo", title, "", slug
    for slug, title in sorted(programs.items(), key=lambda each: (each[1].casefold(), each[0])):
        if (slug, "") in keys:
            yield f"programa-{slug}", "Programa", title, slug, ""
    if ("", "") in keys:
        yield GENERAL, "General", GENERAL_TITLE, "", ""
