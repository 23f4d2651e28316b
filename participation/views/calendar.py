"""The account's calendar: publication, event, reception, and when answers are due."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from participation import clocks
from participation.calendar_file import Entry, calendar_file
from participation.deadlines import CHILE
from participation.links import absolute
from participation.models import ClockRule, Window
from participation.subjects import newest_edition
from participation.views.questions import for_everyone
from programs.models import Edition


@for_everyone
def calendar(_request: HttpRequest) -> HttpResponse:
    """The dates of the newest account, to subscribe to from any calendar."""
    edition = newest_edition()
    if edition is None:
        raise Http404("Todavía no hay una cuenta publicada.")
    window = Window.objects.filter(account=edition.account).first()
    entries = [_published(edition), *(_of_window(edition, window) if window else ())]
    name = f"Cuenta pública {edition.account.account_year}"
    content = calendar_file(name, entries, _changed_at(edition, window))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cuenta-publica.ics"'
    return response


def _changed_at(edition: Edition, window: Window | None) -> datetime:
    """When the last of these dates was written."""
    last = window.history.first() if window else None
    return max(edition.published_at, last.history_date) if last else edition.published_at


def _uid(edition: Edition, what: str) -> str:
    host = urlsplit(settings.SITE_URL).hostname or "portal"
    return f"{edition.account.account_year}-{what}@{host}"


def _published(edition: Edition) -> Entry:
    year = edition.account.account_year
    day = edition.published_at.astimezone(CHILE).date()
    return Entry(
        _uid(edition, f"edicion-{edition.number}"), day, day,
        f"Se publicó la edición {edition.number} de la cuenta pública {year}",
        edition.reason or "La cuenta, con todas sus cifras y sus fuentes.",
        absolute(f"/cuentas/{year}/ediciones/{edition.number}/"),
    )  # fmt: skip


def _of_window(edition: Edition, window: Window) -> Iterator[Entry]:
    year = edition.account.account_year
    terms, ask = absolute("/participacion/plazos/"), absolute("/participar/")
    yield Entry(
        _uid(edition, "evento"), window.event_on, window.event_on,
        f"Evento de la cuenta pública {year}", "La institución da su cuenta y la conversa.", terms,
    )  # fmt: skip
    yield Entry(
        _uid(edition, "recepcion"), window.opens_on, window.closes_on,
        f"Se reciben preguntas sobre la cuenta pública {year}",
        "Lo que llega fuera de estos días se responde igual.", ask,
    )  # fmt: skip
    yield Entry(
        _uid(edition, "cierre"), window.closes_on, window.closes_on,
        f"Último día para preguntar por la cuenta pública {year}",
        "Hasta el final del día, hora de Chile.", ask,
    )  # fmt: skip
    if window.answers_from != Window.Origin.FILING:
        after = clocks.answer_starts_after(window, window.closes_on)
        rule = ClockRule.objects.in_force(ClockRule.Clock.ANSWER, after)
        due = clocks.explain(after, rule.length, clocks.calendar_for()).due_on
        yield Entry(
            _uid(edition, "respuestas"), due, due,
            f"Vence el plazo para responder sobre la cuenta pública {year}",
            f"{rule.length} días hábiles. {rule.citation}. Las que llegan después tienen su "
            "propio plazo.", terms,
        )  # fmt: skip
