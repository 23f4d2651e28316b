"""The door for application servers."""

from django.core.wsgi import get_wsgi_application

from cuenta.configuration import stop_unless_configured

stop_unless_configured()
application = get_wsgi_application()
