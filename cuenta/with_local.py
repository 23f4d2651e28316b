"""`manage.py local COMMAND …`: any of Django's commands against the embedded servers."""

import os
from collections.abc import Sequence

from cuenta import ports
from cuenta.local import LocalError, Place, environment
from cuenta.local.environment import needed
from cuenta.terminal import complain


def main(args: Sequence[str]) -> int:
    try:
        servers = needed(Place())
        port = ports.chosen()
    except LocalError as error:
        complain(str(error))
        return 1
    try:
        servers.start()
        for name, value in environment(servers, port=port).items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuenta.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(["manage.py", *args])
    except LocalError as error:
        complain(str(error))
        return 1
    finally:
        servers.stop()
    return 0
