"""The calendar (iCalendar, RFC 5545) of the council's sessions that are called.

Day, hour and place are public; agenda and link are not here.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from participation.calendar_file import Meeting, calendar_file
from participation.links import absolute
from participation.models import CouncilSession
from participation.pages.actas import ADDRESS, title_of, where_of

NAME = "Sesiones del Consejo de la Sociedad Civil"
LASTS = timedelta(hours=2)  # nobody knows how long it will be: calendars want an end


def sessions_calendar(now: datetime) -> bytes:
    """The sessions to come, as a calendar to which anyone may subscribe."""
    called = list(CouncilSession.objects.called(now).order_by("starts_at", "pk"))
    changed_at = max((each.called_at for each in called), default=now.replace(microsecond=0))
    return calendar_file(NAME, [_meeting(each) for each in called], changed_at)


def _meeting(session: CouncilSession) -> Meeting:
    return Meeting(
        uid=f"consejo-{session.number}@{urlsplit(settings.SITE_URL).hostname}",
        starts_at=session.starts_at,
        ends_at=session.starts_at + LASTS,
        title=f"{title_of(session)} del Consejo de la Sociedad Civil",
        place=where_of(session),
        url=absolute(ADDRESS),
        sequence=session.version,
    )
