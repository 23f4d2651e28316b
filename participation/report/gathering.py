"""Taking the report's content from what is published: all sections, at one instant.

One snapshot of the database, in which every entry of the register is sealed: so the version can say
up to which entry it was made. Rows are written in batches, by COPY, which takes the long texts four
times as fast as INSERT does; none of it is held whole.
"""

import json
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from participation.clocks import calendar_for
from participation.models import AnswerReport, RegisterEntry, Window
from participation.register import GENESIS, head, seal_everything
from participation.report.progress import Reading
from participation.report.sections import SECTIONS
from participation.report.sections.summary import figures_of
from participation.report.shapes import Line, SectionOf, Source
from participation.transitions import Refused
from programs.models import Edition

AT_ONCE = 1_000  # rows written together
TRIES = 20
_COPY = """COPY participation_reportrow (report_id, section, position, theme, folio, cells)
FROM STDIN"""


def gather(report: AnswerReport, *, now: datetime) -> None:
    """Write every row of `report`, in the place of those it had.

    Raises:
        Refused: the register is being written so fast that no instant was found at which all of
            it is sealed. Whoever tries later finds one.
    """
    for _ in range(TRIES):
        seal_everything()
        with transaction.atomic():
            _at_one_instant()
            if RegisterEntry.objects.filter(seal__isnull=True).exists():
                continue
            _gather(report, now)
            return
    raise Refused("El registro está recibiendo demasiados asientos. Inténtelo en unos minutos.")


def _at_one_instant() -> None:
    """One snapshot for all statements; within a transaction of somebody else it is theirs."""
    if len(connection.savepoint_ids) == 0 and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def source_of(report: AnswerReport, now: datetime) -> Source:
    """What the sections start from, at the register's last seal."""
    last = head()
    editions = Edition.objects.filter(account=report.account).select_related("account")
    return Source(
        account=report.account,
        edition=editions.order_by("-number").first(),
        now=now,
        entry=last.number if last else 0,
        sha256=last.sha256 if last else GENESIS,
        calendar=calendar_for(),
        window=Window.objects.filter(account=report.account).first(),
        number=report.number,
    )


def _gather(report: AnswerReport, now: datetime) -> None:
    report.rows.all().delete()
    source = source_of(report, now)
    reading = Reading.of(report, source)
    for section in SECTIONS:
        rows = enumerate(section.rows(source), start=1)
        while some := list(islice(rows, AT_ONCE)):
            _write(report, section, some)
            reading.tell(section, len(some))
    report.made_at, report.is_partial = now, source.is_partial
    report.edition_number = source.edition.number if source.edition else None
    report.entry_number, report.entry_sha256 = source.entry, source.sha256
    report.waiting = figures_of(source)["esperan"]
    report.save(
        update_fields=[
            "made_at",
            "is_partial",
            "edition_number",
            "entry_number",
            "entry_sha256",
            "waiting",
        ]
    )


def _write(report: AnswerReport, section: SectionOf, rows: list[tuple[int, Line]]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(_COPY) as copy,
    ):
        for position, line in rows:
            cells = json.dumps(dict(line.cells), ensure_ascii=False)
            copy.write_row((report.pk, section.code, position, line.theme, line.folio, cells))
