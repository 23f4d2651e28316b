"""The clock's door of the public face: print and index again what has changed."""

from datetime import datetime, timedelta
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cuenta.press.asked import asked_by_year, mark_of
from cuenta.press.printing import print_site
from cuenta.press.releases import Releases
from cuenta.search.index import catch_up
from programs.models import PublicAccount

AT_MOST_EVERY = timedelta(minutes=10)


@shared_task(ignore_result=True, name="cuenta.tasks.print_asked")
def print_asked() -> None:
    """Ask for it as often as one likes: it prints only what is old and different."""
    print_if_asked_changed(timezone.now())


def print_if_asked_changed(now: datetime) -> bool:
    """Print the site again if its counts of questions are no longer true; whether it did.

    At most once in AT_MOST_EVERY, however much is asked; and never before there is a first
    printing, which somebody of the staff decides.
    """
    manifest = Releases(Path(settings.PRESS_ROOT)).manifest()
    if "asked" not in manifest:
        return False
    if now - datetime.fromisoformat(manifest["printed_at"]) < AT_MOST_EVERY:
        return False
    published = PublicAccount.objects.filter(editions__isnull=False).distinct()
    years = list(published.values_list("account_year", flat=True))
    if mark_of(asked_by_year(years, now)) == manifest["asked"]:
        return False
    print_site()
    return True


@shared_task(ignore_result=True, name="cuenta.tasks.index_search")
def index_search() -> None:
    """Put into the index what changed; nothing to do is one small question."""
    catch_up()
