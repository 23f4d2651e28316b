"""The settings of the processes that the crash tests kill: a hurried beat, a slow mail server."""

from cuenta.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.participation.posts.Slow"
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"participation.tasks.{name}", "schedule": 1.0, "options": {"expires": 5}}
    for name in ("send_messages", "note_pulse")
}
