"""The Celery application: `celery -A cuenta worker` and `celery -A cuenta beat`."""

from celery import Celery

from cuenta.configuration import stop_unless_configured

stop_unless_configured()
app = Celery("cuenta")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
