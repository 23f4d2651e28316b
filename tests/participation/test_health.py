"""The background work says how it is."""

from datetime import UTC, datetime, timedelta

import pytest

from participation.health import health, note_pulse
from participation.models import Message
from participation.outbox import queue
from tests.factories import UserFactory

NOW = datetime(2026, 8, 3, 15, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_a_portal_where_nothing_ran_is_silent() -> None:
    found = health(NOW)

    assert found.is_silent
    assert not found.is_well
    assert found.oldest_wait == timedelta()


def test_a_fresh_pulse_and_an_empty_queue_are_well() -> None:
    note_pulse("note_pulse", now=NOW - timedelta(minutes=1))

    assert health(NOW).is_well
    assert health(NOW + timedelta(minutes=3)).is_silent


def test_a_queue_that_nobody_takes_is_slow() -> None:
    note_pulse("note_pulse", now=NOW)
    queue("test_message", user=UserFactory(), key="a", now=NOW - timedelta(minutes=16))

    found = health(NOW)

    assert (found.waiting, found.is_slow, found.is_well) == (1, True, False)
    assert found.oldest_wait == timedelta(minutes=16)


def test_a_message_for_later_is_not_late() -> None:
    queue("test_message", user=UserFactory(), key="a", not_before=NOW + timedelta(days=1), now=NOW)

    found = health(NOW)

    assert (found.waiting, found.oldest_wait) == (1, timedelta())


def test_dead_messages_are_counted() -> None:
    queue("test_message", user=UserFactory(), key="a", now=NOW)
    Message.objects.update(state="dead")
    note_pulse("note_pulse", now=NOW)

    found = health(NOW)

    assert (found.dead, found.waiting, found.is_well) == (1, 0, False)
