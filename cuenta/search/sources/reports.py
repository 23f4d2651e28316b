"""The published answer reports: each version with what the institution wrote in it, and the parts
of the newest. What people asked and were answered is found by itself (`questions`)."""

from collections.abc import Iterator, Sequence

from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from cuenta.search.documents import Changes, Document, Kind, Source
from participation.models import AnswerReport
from participation.report.sections import SECTIONS
from participation.report.shapes import has_page

REPORT = Kind("report", "informe", "Informe de respuestas", "Informes de respuestas", 0, 0.15)
WRITTEN_AS = "1"  # what is indexed of a version: another number, and all are read again


def changes(mark: str) -> Changes:
    """All of them, if any was published or withdrawn since: there are a few for each account."""
    reports = list(AnswerReport.objects.public().select_related("account").order_by("pk"))
    now = f"{WRITTEN_AS}:{' '.join(str(each.pk) for each in reports)}"
    if now == mark:
        return Changes(mark)
    return Changes(now, _groups(reports), is_all=True)


def _groups(reports: list[AnswerReport]) -> Iterator[tuple[str, Sequence[Document]]]:
    newest = {each.account_id: each.pk for each in sorted(reports, key=lambda each: each.number)}
    for report in reports:
        parts = _parts(report) if newest[report.account_id] == report.pk else ()
        yield group_of(report), (_whole(report), *parts)


def group_of(report: AnswerReport) -> str:
    """The name of a version in the index, as `readable` makes it in SQL."""
    return f"{report.account.account_year}-{report.number}"


def _whole(report: AnswerReport) -> Document:
    year = report.account.account_year
    written = (report.reason, report.foreword, report.pending_reason)
    return Document(
        kind=REPORT, key=group_of(report), address=report.address, year=year,
        title=f"Informe de respuestas {year}, versión {report.number}",
        note=report.account.title, body="\n".join(filter(None, written)),
        words="preguntas respondidas plazos participación", names=("Informe de respuestas",),
    )  # fmt: skip


def _parts(report: AnswerReport) -> Iterator[Document]:
    year = report.account.account_year
    for section in SECTIONS:
        if has_page(section):
            yield Document(
                kind=REPORT, key=f"{group_of(report)}/{section.code}", year=year,
                address=f"{report.address}{section.code}/",
                title=f"{section.title}: informe de respuestas {year}", body=section.about,
                note=report.account.title, lift=-0.05,
            )  # fmt: skip


def readable() -> Q:
    """Of the versions that are published at this moment."""
    year = Cast("account__account_year", CharField())
    number = Cast("number", CharField())
    named = AnswerReport.objects.public().annotate(name=Concat(year, Value("-"), number))
    return Q(group__in=named.order_by().values(group=F("name")))


SOURCE = Source("reports", (REPORT,), changes, readable)
