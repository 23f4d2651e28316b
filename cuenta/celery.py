"""The Celery application: `celery -A cuenta worker` and `celery -A cuenta beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cuenta.settings")
app = Celery("cuenta")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
