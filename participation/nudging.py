"""Waking the worker. A help, never a need: the beat asks every few seconds anyway."""

import logging
import time

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

TASK = "participation.tasks.send_messages"
REST = 10.0  # seconds without trying after the broker did not answer


class _Rest:
    """Until when a broker that did not answer is left alone, in this process."""

    until = 0.0


def nudge() -> bool:
    """Ask the worker to look at the outbox now; whether the broker took it.

    Never raises and never waits long: a request that was committed is a success, whatever the
    broker does.
    """
    if time.monotonic() < _Rest.until:
        return False
    try:
        app = import_string(settings.WORKER_APP)
        app.send_task(TASK, ignore_result=True, expires=60, retry=False)
    except Exception as problem:
        _Rest.until = time.monotonic() + REST
        log.warning("the worker was not woken: %s", type(problem).__name__)
        return False
    return True
