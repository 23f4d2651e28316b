"""The list of the versions of every account."""

from collections.abc import Iterator

from participation.links import absolute
from participation.models import AnswerReport
from participation.pages.live import Crumb, LiveHead
from participation.report.pages.values import ListPage, VersionRow, YearOf
from participation.report.pages.version import ABOUT, HOME, TITLE, day_of, home_crumb


def list_page() -> ListPage:
    """The accounts that have some version that anyone may know of; one query."""
    rows = AnswerReport.objects.told().select_related("account")
    years: dict[int, list[AnswerReport]] = {}
    for report in rows.order_by("-account__account_year", "-number"):
        years.setdefault(report.account.account_year, []).append(report)
    return ListPage(
        head=LiveHead(TITLE, ABOUT, absolute(HOME), crumbs=(home_crumb(), Crumb(TITLE))),
        years=tuple(
            YearOf(year, reports[0].account.title, tuple(_version_rows(reports)))
            for year, reports in years.items()
        ),
    )


def _version_rows(reports: list[AnswerReport]) -> Iterator[VersionRow]:
    newest = next((each.pk for each in reports if each.state == "published"), None)
    for each in reports:
        is_withdrawn = each.state == "withdrawn"
        yield VersionRow(
            title=f"Versión {each.number}",
            href=each.address,
            day=day_of(each.published_at),
            reason=each.withdrawn_reason if is_withdrawn else each.reason,
            is_withdrawn=is_withdrawn,
            is_demo=each.is_demo,
            is_partial=each.is_partial,
            is_newest=each.pk == newest,
        )
