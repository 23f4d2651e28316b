"""The calendar (iCalendar, RFC 5545) of hearings: day, hour and place; never the link."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from participation.calendar_file import Meeting, calendar_file
from participation.links import absolute
from participation.models import Hearing
from participation.pages.hearings import NAME, address_of, title_of, where_of


def hearings_calendar(hearings: Iterable[Hearing], now: datetime, name: str = NAME) -> bytes:
    """These hearings, as a calendar to which anyone may subscribe."""
    rows = list(hearings)
    called = [each.called_at for each in rows if each.called_at]
    return calendar_file(
        name, [meeting_of(each) for each in rows], max(called, default=now.replace(microsecond=0))
    )


def meeting_of(hearing: Hearing) -> Meeting:
    """One hearing in a calendar; its `uid` is the same in every file that tells of it."""
    place = ", ".join(filter(None, (hearing.place, hearing.address))) or where_of(hearing)
    return Meeting(
        uid=f"audiencia-{hearing.number}@{urlsplit(settings.SITE_URL).hostname}",
        starts_at=hearing.starts_at,
        ends_at=hearing.ends_at,
        title=title_of(hearing),
        place=place,
        url=absolute(address_of(hearing)),
        sequence=hearing.version,
    )
