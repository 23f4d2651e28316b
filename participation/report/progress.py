"""How far the reading of a version is: told outside its transaction, which nobody sees into.

The cache keeps it, which is enough: without it the page says only that it is being read.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Self

from django.core.cache import cache
from redis.exceptions import RedisError

from participation.models import Answer, AnswerReport
from participation.report.shapes import SectionOf, Source
from participation.report.themes import questions_of
from programs.figures import format_number

KEPT = 600  # seconds


@dataclass(slots=True)
class Reading:
    """Rows written so far, of about how many: a question is one, and so is each of its answers."""

    key: str
    expected: int
    written: int = 0

    @classmethod
    def of(cls, report: AnswerReport, source: Source) -> Self:
        """Begin, with what can be counted beforehand."""
        asked = questions_of(source).order_by()
        answers = Answer.objects.published().filter(submission__in=asked.values("pk"))
        return cls(_key(report), max(1, asked.count() + answers.count()))

    def tell(self, section: SectionOf, rows: int) -> None:
        """Some rows more of a section."""
        self.written += rows
        said = f"{section.title}: {format_number(self.written)} filas leídas en total."
        percent = min(99, round(100 * self.written / self.expected))
        with suppress(RedisError):  # the report matters more than its bar
            cache.set(self.key, (percent, said), KEPT)


def reading_of(report: AnswerReport) -> tuple[int, str]:
    """Per cent and a sentence of what is being read; 0 and nothing where nobody knows."""
    with suppress(RedisError):
        return cache.get(_key(report)) or (0, "")
    return 0, ""


def _key(report: AnswerReport) -> str:
    """Of this asking: made again, it begins at nothing."""
    return f"report-reading:{report.pk}:{report.asked_at.timestamp():.0f}"
