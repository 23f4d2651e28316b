"""Missing configuration stops a start with one sentence, never with a traceback."""

import os
import sys


def stop_unless_configured() -> None:
    """Read the settings; where they say what is missing, print that and end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuenta.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        settings.SECRET_KEY  # noqa: B018 - reading one setting loads them all
    except ImproperlyConfigured as missing:
        sys.stderr.write(f"{missing}\n")
        sys.exit(78)  # EX_CONFIG
