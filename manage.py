#!/usr/bin/env python3
"""The command line of the portal: Django's, and `demo`, `test` and `local` from a bare Python."""

import sys


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs it may well have an older one
        sys.exit("Se necesita Python 3.11 o posterior; este es " + sys.version.split()[0] + ".")
    from cuenta import bootstrap

    if sys.argv[1:] and sys.argv[1] in bootstrap.COMMANDS:
        return bootstrap.run(sys.argv[1], sys.argv[2:])
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django no está en este Python. Ejecute una vez «python3 manage.py demo», que crea "
            ".venv, y después use «.venv/bin/python manage.py …»."
        )
    from cuenta.configuration import stop_unless_configured

    stop_unless_configured()
    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
