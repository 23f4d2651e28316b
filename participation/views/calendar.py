"""The account's calendar: the dates of its process and its hearings, to subscribe to."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.calendar_file import Entry, Meeting, calendar_file
from participation.deadlines import CHILE
from participation.hearing_calendar import meeting_of
from participation.links import absolute
from participation.models import Hearing, HearingCall, Window
from participation.process import is_paused
from participation.process_parts import FILING
from participation.process_words import DAY
from participation.processes import Reading, read_process
from participation.subjects import newest_edition
from participation.views.questions import for_everyone
from programs.models import Edition, PublicAccount

# The name of each date within the file: a calendar that is subscribed to knows it by it.
UID = {
    "council": "consejo", "event": "evento", "closes": "cierre", "answers": "respuestas",
    "report": "informe", "follow_up": "seguimiento",
}  # fmt: skip


@for_everyone
def calendar(_request: HttpRequest) -> HttpResponse:
    """The dates of the newest account, to subscribe to from any calendar.

    Dates that were announced before their account is published come along.
    """
    edition = newest_edition()
    announced = _announced(edition)
    if edition is None and announced is None:
        raise Http404("Todavía no hay una cuenta publicada.")
    accounts = [announced] if announced else []
    if edition is not None:
        accounts.append(edition.account)
    entries: list[Entry | Meeting] = [_published(edition)] if edition else []
    for account in accounts:
        entries += _of_process(read_process(account, timezone.now()))
    hearings = list(Hearing.objects.public().filter(account__in=accounts).order_by("starts_at"))
    entries += [meeting_of(each) for each in hearings]
    name = f"Cuenta pública {accounts[-1].account_year}"
    content = calendar_file(name, entries, _changed_at(edition, accounts))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cuenta-publica.ics"'
    return response


def _announced(edition: Edition | None) -> PublicAccount | None:
    """The account after the newest that was published, if its dates were announced."""
    rows = Window.objects.filter(announced_at__isnull=False).select_related("account__institution")
    if edition is not None:
        rows = rows.filter(account__account_year__gt=edition.account.account_year)
    window = rows.order_by("account__account_year").first()
    return window.account if window else None


def _changed_at(edition: Edition | None, accounts: list[PublicAccount]) -> datetime:
    """When the last of these dates was written."""
    rows = Window.history.filter(account__in=accounts)
    last = rows.order_by("-history_date").values_list("history_date", flat=True).first()
    called = HearingCall.objects.filter(hearing__account__in=accounts)
    told = called.aggregate(last=Max("made_at"))["last"]
    published = edition.published_at if edition else None
    known = [at for at in (published, last, told) if at is not None]
    return max(known)


def _uid(account: PublicAccount, what: str) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "portal"
    return f"{account.account_year}-{what}@{host}"


def _published(edition: Edition) -> Entry:
    year = edition.account.account_year
    day = edition.published_at.astimezone(CHILE).date()
    return Entry(
        _uid(edition.account, f"edicion-{edition.number}"), day, day,
        f"Se publicó la edición {edition.number} de la cuenta pública {year}",
        edition.reason or "La cuenta, con todas sus cifras y sus fuentes.",
        absolute(f"/cuentas/{year}/ediciones/{edition.number}/"),
    )  # fmt: skip


def _of_process(reading: Reading) -> Iterator[Entry]:
    """Each date that stands: none of what waits for a suspended process to go on."""
    plan, account = reading.process.plan, reading.account
    if plan is None:
        return
    year, page = account.account_year, absolute(f"/participacion/proceso/{account.account_year}/")
    if not is_paused(plan.closes_on, plan):
        yield Entry(
            _uid(account, "recepcion"), plan.opens_on, plan.closes_on,
            f"Se reciben preguntas sobre la cuenta pública {year}",
            "Lo que llega fuera de estos días se responde igual.", absolute("/participar/"),
        )  # fmt: skip
    names = dict(UID)
    if plan.answers_from == FILING and plan.answers_on is None:
        del names["answers"]  # each filing has its own term: no day is promised for all
    if reading.done.published_on is None:
        names["publish"] = "publicacion"
    for milestone in reading.process.milestones:
        if milestone.code in names and milestone.on and not is_paused(milestone.on, plan):
            said = DAY[milestone.code]
            yield Entry(
                _uid(account, names[milestone.code]), milestone.on, milestone.on,
                f"{said.name}: cuenta pública {year}", said.meaning, page,
            )  # fmt: skip
