"""What the council observed is told once it is filed and public, in the words of its filing."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from participation.api.council import ObservationSerializer
from participation.models import Observation, Submission
from programs.models import Edition
from tests.api.world import freeze, get, rows
from tests.cuenta.small import small_ledger
from tests.factories import AccountFactory
from tests.participation.council import OBSERVATION_WAYS, observation_at
from tests.participation.factories import MODERATOR, NOW, staff

SECRET = "ornitorrinco"
TEXT = f"Pedimos que la cuenta diga por qué el {SECRET} de la página del programa es distinto."


@pytest.fixture
def edition(db: None, time_machine: Any) -> Edition:
    time_machine.move_to(NOW, tick=False)
    return freeze(2026, ledger=small_ledger())


def filed(edition: Edition, **more: Any) -> Observation:
    return observation_at(
        "filed", **{"account": edition.account, "edition": edition, "text": TEXT, **more}
    )


def test_an_observation_is_told_with_its_folio_and_its_places(edition: Edition) -> None:
    key = small_ledger().figures[0].key
    one = filed(edition, places=[{"path": f"cifras/{key}/", "about_value": "MM$ 1"}])

    (row,) = rows("observations/")

    assert tuple(row) == tuple(ObservationSerializer().fields)
    assert (row["id"], row["submission"]) == (one.code, one.filing.folio)  # type: ignore[union-attr]
    assert (row["text"], row["edition"]) == (TEXT, "2026-1")
    assert row["places"][0]["page"].endswith(f"/cuentas/2026/ediciones/1/cifras/{key}/")
    assert Client().get(row["url"].removeprefix(settings.SITE_URL)).json() == row
    assert rows("submissions/?kind=council")[0]["id"] == row["submission"]


@pytest.mark.parametrize("state", [state for state in OBSERVATION_WAYS if state != "filed"])
def test_what_is_not_filed_is_nowhere(edition: Edition, state: str) -> None:
    one = observation_at(state, account=edition.account, edition=edition, text=TEXT)

    shown = [get(path).content.decode() for path in (
        "observations/", f"observations/{one.code}/", "submissions/", "register/", "answers/",
    )]  # fmt: skip

    assert not [page for page in shown if SECRET in page]
    assert rows("observations/") == []


def test_one_about_a_draft_waits_for_its_edition_and_never_quotes_the_draft(
    db: None, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    account = AccountFactory(account_year=2026)
    one = observation_at("filed", account=account, places=[{"about_value": SECRET, "path": ""}])
    before = rows("observations/")

    Submission.objects.filter(pk=one.filing_id).update(
        published_at=NOW, published_by=staff(MODERATOR)
    )
    (row,) = rows("observations/")
    about = get(f"submissions/{row['submission']}/").json()["about"]

    assert before == []
    assert (row["places"], row["edition"], about) == ([], "", None)


@pytest.mark.parametrize("code", ["OBS-2026-999", "nada", "%00", "ñ"])
def test_a_code_that_names_nothing_is_not_found(edition: Edition, code: str) -> None:
    assert get(f"observations/{code}/").status_code == 404


def test_nobody_can_send_in_the_name_of_the_council(edition: Edition) -> None:
    body = {"uid": "0b9e7c9a-52c1-4d7c-9a53-6c2b2d1f4e70", "kind": "council", "text": TEXT}

    answer = Client().post("/api/v1/submissions/", body, content_type="application/json")

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/kind"]
