"""An account with a filing of each kind that the report tells apart, and a draft of it all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from participation.actions import reports as acts
from participation.models import (
    AnswerReport,
    Submission,
)
from participation.reporting import make_reports
from programs.models import PublicAccount
from tests.cuenta.printed import publish
from tests.cuenta.small import small_ledger
from tests.participation.council_replies import reply_at
from tests.participation.factories import (
    COORDINATOR,
    NOW,
    REVIEWER,
    SIGNER,
    staff,
    submission_at,
)
from tests.participation.hearings import hearing_at
from tests.participation.limits import limits_off
from tests.participation.test_acta_pdf import TYPST
from tests.shared import Kept

LATER = NOW + timedelta(hours=8)
FORMULA = f'=HYPERLINK("http://malo.invalid") <script>alert(1)</script>\ny «más» "cosas" {TYPST}'
WHY = "Se espera un dato de otro servicio."


@dataclass(frozen=True)
class World:
    """One filing of each kind that the report tells apart, and a draft that tells them."""

    account: PublicAccount
    report: AnswerReport
    answered: Submission


@contextmanager
def made_world(kept: Kept, folder: Path) -> Iterator[World]:
    """The world, for a fixture of a module; its files are kept below `folder`."""
    with kept(), override_settings(MEDIA_ROOT=folder):
        limits_off()
        account = publish(small_ledger(), now=NOW - timedelta(days=1)).account
        common: dict[str, Any] = {"account": account, "email": ""}
        answered = submission_at("answered", **common, text=FORMULA, effect="commits")
        submission_at("grouped", head=submission_at("assigned", **common), **common)
        for state in ("received", "not_admitted", "referred", "withdrawn", "admitted"):
            submission_at(state, **common)
        reply_at("answered", account=account)
        hearing_at("called", account)
        yield World(account, made(account), answered)


@contextmanager
def in_world(world: World) -> Iterator[World]:
    """The same with the version as its row is: each test undoes what it changed."""
    with time_machine.travel(LATER, tick=False):
        world.report.refresh_from_db()
        yield world


@pytest.fixture(scope="module")
def kept_world(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once for a file; its files are kept apart."""
    with made_world(kept, tmp_path_factory.mktemp("media")) as world:
        yield world


@pytest.fixture
def world(kept_world: World) -> Iterator[World]:
    """The same with the version as its row is: each test undoes what it changed."""
    with in_world(kept_world) as world:
        yield world


def made(account: PublicAccount, **how: Any) -> AnswerReport:
    report = acts.prepare_report(account, by=staff(COORDINATOR), now=LATER, **how)
    return worked_on(report)


def worked_on(report: AnswerReport) -> AnswerReport:
    make_reports(LATER, seconds=600)
    report.refresh_from_db()
    assert (report.state, report.failure) == ("draft", "")
    return report


def sent(world: World) -> AnswerReport:
    """Presented and in review."""
    by, now = staff(COORDINATOR), LATER
    report = acts.present_report(
        world.report, foreword="Gracias por preguntar.", pending_reason=WHY, by=by, now=now
    )
    acts.send_report(worked_on(report), by=by, now=now)
    report.refresh_from_db()
    return report


def published(world: World) -> AnswerReport:
    """Through every act of its life."""
    now, report = LATER, sent(world)
    acts.approve_report(report, expected_sha256=report.sha256, by=staff(REVIEWER), now=now)
    return acts.publish_report(report, office="Directora", by=staff(SIGNER), now=now)


def bytes_of(report: AnswerReport, path: str) -> bytes:
    with report.files.get(path=path).file.open("rb") as file:
        return bytes(file.read())


def cells(world: World, section: str) -> list[dict[str, Any]]:
    rows = world.report.rows.filter(section=section).order_by("position")
    return list(rows.values_list("cells", flat=True))
