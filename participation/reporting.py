"""Making a version step by step: first its rows, then its files, one at a time.

Each step is one transaction that holds the version, so that of two workers one does it; what is
done stays done, and a worker that dies loses one step. What fails is said on the version's page and
waits there for somebody who tries again.
"""

import logging
import time
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction

from participation.actions.reports import fail_report, finish_report
from participation.models import AnswerReport
from participation.report.files import Planned, make_file, planned_files
from participation.report.gathering import gather
from participation.transitions import Refused

log = logging.getLogger(__name__)
ROUND = 20.0  # seconds of work in one round, so that other tasks get their turn
GATHERING = "Leer lo publicado"


def make_reports(now: datetime, *, seconds: float = ROUND) -> bool:
    """Work on what is being made, for about so long; whether something is left to do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not one_step(now):
            return False
    return True


def one_step(now: datetime) -> bool:
    """The next step of the oldest version that is being made; False where there is none."""
    report = AnswerReport.objects.filter(state="making").order_by("asked_at").first()
    if report is None:
        return False
    try:
        if report.made_at is None:
            gather(report, now=now)
        else:
            _next_file(report.pk, now)
    except (SoftTimeLimitExceeded, OperationalError):
        raise  # cut, or the database is away: the next round tries again
    except Exception as problem:
        log.exception("report %s stopped at %s", report.pk, report.step)
        fail_report(report, why=_sentence(problem), now=now)
    return True


def _sentence(problem: Exception) -> str:
    """What the page says: a refusal in its words, anything else by its name, never its text."""
    if isinstance(problem, Refused):
        return str(problem)
    return f"Falló un paso ({type(problem).__name__}). El detalle está en la bitácora del servidor."


@transaction.atomic
def _next_file(key: int, now: datetime) -> None:
    held = (
        AnswerReport.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("account__institution")
        .filter(pk=key, state="making", made_at__isnull=False)
        .first()
    )
    if held is None:
        return  # another worker has it
    planned = planned_files(held)
    done = set(held.files.values_list("path", flat=True))
    missing = [(place, each) for place, each in enumerate(planned, 1) if each.path not in done]
    if missing:
        place, each = missing[0]
        make_file(held, each, place)
        _note(held, planned, len(done) + 1, missing[1][1] if len(missing) > 1 else None)
    if len(missing) <= 1:
        finish_report(held, now=now)


def _note(
    held: AnswerReport, planned: tuple[Planned, ...], done: int, following: Planned | None
) -> None:
    """How far it is: the rows are one step, and each file another."""
    held.done, held.total = done + 1, len(planned) + 1
    held.step = following.title[:120] if following else ""
    held.save(update_fields=["done", "total", "step"])
