"""A published answer report whose one file is the content of which all the others are made."""

from datetime import datetime

from participation.models import AnswerReport
from participation.report.files import LINES, make_file, planned_files
from participation.report.gathering import gather
from programs.models import PublicAccount
from tests.participation.factories import COORDINATOR, REVIEWER, SIGNER, staff


def report_of_tests(account: PublicAccount, *, now: datetime) -> AnswerReport:
    """Without the acts of its life, which test_reports.py walks, and without drawing a PDF."""
    report: AnswerReport = AnswerReport.objects.create(
        account=account, number=1, state="making", asked_by=staff(COORDINATOR), asked_at=now
    )
    gather(report, now=now)
    planned = next(each for each in planned_files(report) if each.path == LINES)
    report.sha256 = make_file(report, planned, 1).sha256
    report.approved_by, report.approved_at = staff(REVIEWER), now
    report.published_by, report.published_at = staff(SIGNER), now
    report.state = "published"
    report.save()
    return report
