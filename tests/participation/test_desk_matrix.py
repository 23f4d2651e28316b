"""Role × address × method of the desk, from the URLconf: an address without its row fails.

A row says who GET answers and whose POST is let through; 403, 405 and the way to sign in are no.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.admin import site
from django.test import Client, override_settings
from django.urls import reverse

from participation.actions.commitments import record_commitment
from participation.actions.filing import intake_submission
from participation.actions.identities import read_identity
from participation.actions.moderation import redact_submission
from participation.admin.acts import ACTS, Act
from participation.admin.commitment_doing import ACTS as PROMISED
from participation.admin.reports import DOINGS
from participation.commitment_transitions import ACTION
from participation.models import (
    Answer,
    AnswerReport,
    CannedParagraph,
    DeskView,
    IdentityReading,
    RegisterEntry,
    SealedOriginal,
    Window,
)
from participation.permissions import ROLES
from participation.personal_data import Kind
from participation.report_transitions import ACT as REPORT_ACT
from programs.models import PublicAccount
from tests.factories import UserFactory
from tests.participation import factories as given
from tests.shared import Kept
from tests.staff import signed_in

pytestmark = pytest.mark.django_db

OURS = (
    "submission", "answer", "identityreading", "registerentry", "answerreport", "cannedparagraph",
    "commitment", "window",
)  # fmt: skip
STAFF = (*ROLES, "boss")
OUTSIDE = ("anyone", "stranger", "Edición de datos")
NOBODY: tuple[str, ...] = ()


def _with(codename: str) -> tuple[str, ...]:
    """The roles that have a permission, and who has all."""
    if codename.startswith("view_"):
        return STAFF
    return (*(role for role, may in ROLES.items() if codename in may), "boss")


def _by(act: Act) -> tuple[str, ...]:
    """Who may do an act."""
    return _with(act.needs())


def _promised(code: str) -> tuple[str, ...]:
    """Who may do an act on a commitment."""
    return _with(ACTION[code].permission)


READERS = (*_with("read_identity"), "Auditoría")
WRITERS = (given.WRITER, "boss")
TAKER = (given.MODERATOR, "boss")
ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "submission_changelist": (STAFF, STAFF),
    "submission_add": (_with("intake_submission"), _with("intake_submission")),
    "submission_change": (STAFF, NOBODY),
    "submission_delete": (NOBODY, NOBODY),
    "submission_history": (STAFF, STAFF),
    "submission_attachment": (STAFF, STAFF),
    "submission_original": (_with("read_identity"), _with("read_identity")),
    "submission_slip": (TAKER, NOBODY),
    "submission_bulk": (NOBODY, STAFF),
    "submission_view_keep": (NOBODY, STAFF),
    "submission_view_drop": (NOBODY, STAFF),
    **{
        f"cannedparagraph_{page}": (WRITERS, WRITERS)
        for page in ("changelist", "add", "change", "history")
    },
    "cannedparagraph_delete": (NOBODY, NOBODY),
    "submission_bulk_undo": (NOBODY, _with("assign_submission")),
    **{f"submission_{act.code}": (_by(act), _by(act)) for act in ACTS},
    "commitment_changelist": (STAFF, STAFF),
    "commitment_add": (_with("judge_commitment"), _with("judge_commitment")),
    "commitment_change": (STAFF, NOBODY),
    "commitment_delete": (NOBODY, NOBODY),
    "commitment_history": (STAFF, STAFF),
    **{f"commitment_{act.code}": (_promised(act.code), _promised(act.code)) for act in PROMISED},
    "answer_changelist": (STAFF, STAFF),
    "answer_change": (STAFF, NOBODY),
    "identityreading_changelist": (READERS, READERS),
    "identityreading_change": (READERS, NOBODY),
    "registerentry_changelist": (STAFF, STAFF),
    "registerentry_change": (STAFF, NOBODY),
    "answerreport_changelist": (STAFF, STAFF),
    "answerreport_change": (STAFF, NOBODY),
    "answerreport_history": (STAFF, STAFF),
    "answerreport_file": (STAFF, NOBODY),
    **dict.fromkeys(
        (f"answerreport_{page}" for page in ("read", "read_section", "read_theme", "changes")),
        (STAFF, NOBODY),
    ),
    "answerreport_prepare": (NOBODY, _with("prepare_report")),
    **{
        f"answerreport_{act.code}": (NOBODY, _with(REPORT_ACT[act.code].permission))
        for act in DOINGS
    },
    # What Django itself logged of them: nothing, for nobody edits them.
    "answer_history": (STAFF, STAFF),
    "identityreading_history": (READERS, READERS),
    "registerentry_history": (STAFF, STAFF),
    "window_changelist": (STAFF, STAFF),
    "window_change": (STAFF, NOBODY),
    "window_history": (STAFF, STAFF),
    "window_calendar": (STAFF, _with("plan_calendar")),
    "window_readiness": (STAFF, NOBODY),
    "window_add": (NOBODY, NOBODY),
    "window_delete": (NOBODY, NOBODY),
    **{f"{model}_{page}": (NOBODY, NOBODY) for model in OURS[1:5] for page in ("add", "delete")},
}


def _names() -> set[str]:
    """The names of our addresses in the admin, without their prefix."""
    found = set()
    for model, its_admin in site._registry.items():
        if model._meta.app_label == "participation" and model._meta.model_name in OURS:
            found |= {pattern.name for pattern in its_admin.get_urls() if pattern.name}
    return {name.removeprefix("participation_") for name in found}


def test_every_address_of_the_desk_has_its_row() -> None:
    assert _names() - set(ROWS) == set()
    assert set(ROWS) - _names() == set()


@pytest.fixture(scope="module")
def rows(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One of each thing that an address names; what a test changes of it is undone."""
    folder = tmp_path_factory.mktemp("media")
    now = time_machine.travel(given.NOW + timedelta(hours=2), tick=False)
    with kept(), override_settings(MEDIA_ROOT=folder), now:
        taker = given.staff(given.MODERATOR)
        paper = intake_submission(
            account=given.account_of_tests(), kind="question", channel="paper", by=taker,
            text="Mi vecina Ana Soto pregunta por el monto.", arrived_at=given.NOW, now=given.NOW,
        )  # fmt: skip
        redact_submission(
            paper, field="text", phrases=[("Ana Soto", Kind.NAME)], by=taker, now=given.NOW
        )
        read_identity(paper, reason="Prueba", by=taker, now=given.NOW)
        given.submission_at("drafting")
        yield {
            "submission": paper.pk,
            "attachment": given.AttachmentFactory(submission=paper).pk,
            "original": SealedOriginal.objects.earliest("pk").pk,
            "answer": Answer.objects.get().pk,
            "commitment": record_commitment(
                paper.account,
                text="Hacerlo.",
                other_hearing="Una audiencia",
                due_on=given.NOW.date() + timedelta(days=9),
                unit=given.unit_of_tests(),
                by=given.staff(given.COORDINATOR),
                now=given.NOW,
            ).pk,
            "answerreport": _report().pk,
            "identityreading": IdentityReading.objects.get().pk,
            "cannedparagraph": CannedParagraph.objects.create(
                title="Saludo", text="Hola", owner=given.staff(given.WRITER)
            ).pk,
            "view": DeskView.objects.create(name="Una", query="", owner=taker).pk,
            "registerentry": RegisterEntry.objects.earliest("pk").pk,
            **_calendar(paper.account),
        }


def _calendar(account: PublicAccount) -> dict[str, int]:
    day = given.NOW.date()
    row = Window.objects.create(account=account, event_on=day, opens_on=day, closes_on=day)
    return {"window": row.pk, "calendar": account.pk, "readiness": account.pk}


def _report() -> AnswerReport:
    return AnswerReport.objects.create(
        account=given.account_of_tests(), number=1, state="failed", asked_at=given.NOW,
        asked_by=given.staff(given.COORDINATOR),
    )  # fmt: skip


def _address(name: str, rows: dict[str, int]) -> str:
    model, page = name.split("_", 1)
    if page in ("changelist", "add", "bulk", "bulk_undo", "view_keep"):
        return reverse(f"admin:participation_{name}")
    if page == "view_drop":
        return reverse(f"admin:participation_{name}", args=[rows["view"]])
    if model == "window" and page in rows:
        return reverse(f"admin:participation_{name}", args=[rows[page]])
    if name == "answerreport_prepare":
        return reverse(f"admin:participation_{name}", args=[given.account_of_tests().pk])
    more = [rows[page]] if page in ("attachment", "original") else []
    more = {"file": ["informe.pdf"], "read_section": ["resumen"],
            "read_theme": ["general"]}.get(page, more)  # fmt: skip
    return reverse(f"admin:participation_{name}", args=[rows[model], *more])


def _client(person: str) -> Client:
    if person == "anyone":
        return Client()
    if person == "stranger":
        return signed_in(UserFactory(is_staff=False))
    if person == "boss":
        return signed_in(UserFactory(is_superuser=True))
    if person in ROLES:
        return signed_in(given.staff(person))
    return signed_in(UserFactory(role=person))


def _is_let_in(response: Any) -> bool:
    if response.status_code in (403, 405):
        return False
    return not (response.status_code == 302 and "/login/" in response["Location"])


@pytest.mark.parametrize("person", [*STAFF, *OUTSIDE])
def test_each_opens_only_what_its_row_says(rows: dict[str, int], person: str) -> None:
    client, wrong = _client(person), []

    for name in sorted(ROWS):
        for method, allowed in zip(("get", "post"), ROWS[name], strict=True):
            response = getattr(client, method)(_address(name, rows))
            if response.streaming:
                b"".join(response.streaming_content)  # read to its end, a file is closed
            if _is_let_in(response) is not (person in allowed):
                wrong.append(f"{method} {name}: {response.status_code}")

    assert wrong == []
