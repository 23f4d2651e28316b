"""Waking the worker. A help, never a need: the beat asks every few seconds anyway.

A thread of its own talks to the broker: a request that was committed is a success, and neither
waits for a broker that hangs nor pays for one that is slow. Many nudges at once become one.
"""

import logging
import os
import threading
import time

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

TASK = "participation.tasks.send_messages"
REST = 10.0  # seconds without trying after the broker did not answer

_wanted = threading.Event()
_starting = threading.Lock()


class _Caller:
    """The process whose thread is running: a fork has the event but no thread."""

    pid = 0


def nudge() -> None:
    """Have the worker look at the outbox soon. Returns at once and never raises."""
    _wanted.set()
    with _starting:
        if _Caller.pid != os.getpid():
            _Caller.pid = os.getpid()
            threading.Thread(target=_call_for_ever, name="nudge", daemon=True).start()


def _call_for_ever() -> None:
    while True:
        _wanted.wait()
        _wanted.clear()
        if not ask():
            time.sleep(REST)


def ask() -> bool:
    """Ask the broker for a round of sending now; whether it took it."""
    try:
        app = import_string(settings.WORKER_APP)
        app.send_task(TASK, ignore_result=True, expires=60, retry=False)
    except Exception as problem:
        log.warning("the worker was not woken: %s", type(problem).__name__)
        return False
    return True
