"""A hearing is found by its call, and by its acta once it is published."""

from typing import Any

import pytest

from cuenta.models import SearchDocument
from cuenta.search.index import catch_up
from participation.actions import hearing_desk, hearings
from programs.models import Edition
from tests.participation.factories import COORDINATOR, NOW, staff
from tests.participation.hearings import ENDS, STARTS, TITLE, hearing_at

pytestmark = pytest.mark.django_db


def test_a_hearing_is_found_with_its_acta_and_as_it_stands(edition: Edition, ask: Any) -> None:
    by = staff(COORDINATOR)
    hearing_at("planned", edition.account, title="Ornitorrinco")
    one = hearing_at("called", edition.account, agenda="Se hablará del ornitorrinco.")
    assert catch_up() == 1
    (row,) = ask("ornitorrinco").rows
    assert (row.kind, row.href) == ("Audiencia pública", f"/audiencias/{one.number}/")
    assert (row.status, "Centro Cultural, Aysén" in row.note) == ("Convocada", True)

    one = hearing_desk.open_hearing(one, by=by, now=STARTS)
    assert ask("ornitorrinco").rows[0].status == "En curso"  # before the index knows
    one = hearing_desk.close_hearing(one, by=by, now=ENDS)
    one = hearing_desk.write_notes(one, text="Se expuso el marsupial.", by=by, now=ENDS)
    hearing_desk.publish_hearing_acta(one, by=by, now=ENDS)
    assert catch_up() == 2
    (acta,) = ask("marsupial", tipo="acta").rows
    assert acta.href == f"/audiencias/{one.number}/acta/"
    assert catch_up() == 0

    other = hearing_at("called", edition.account, title="Otra")
    hearings.cancel_hearing(other, reason="Por el quirquincho.", by=by, now=NOW)
    catch_up(anew=True)
    assert [each.status for each in ask("quirquincho").rows] == ["Suspendida"]
    assert not SearchDocument.objects.filter(search="secreta").exists()
    assert [each.href for each in ask(TITLE, tipo="audiencia").rows][:1] == [
        f"/audiencias/{one.number}/"
    ]
