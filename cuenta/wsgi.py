"""The door for application servers: published files first, Django behind them."""

from django.core.wsgi import get_wsgi_application

from cuenta.configuration import stop_unless_configured

stop_unless_configured()
_django = get_wsgi_application()

from django.conf import settings  # noqa: E402 (only after the settings are loaded)

from cuenta.press.serving import PressedSite  # noqa: E402

application = PressedSite(_django, press_root=settings.PRESS_ROOT, static_root=settings.STATIC_ROOT)
