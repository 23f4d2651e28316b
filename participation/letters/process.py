"""What is told of the calendar of an account, to who works with its dates."""

from participation.emails import Letter, NothingToSay, kind
from participation.links import absolute
from participation.models import CalendarChange, Message, Window
from participation.process_words import dates_moved


@kind("calendar_changed", "Cambió el calendario de una cuenta")
def calendar_changed(message: Message) -> Letter:
    """The last change of that kind, as it was written; the public page says the rest."""
    window = Window.objects.select_related("account").filter(pk=message.object_id).first()
    if window is None:
        raise NothingToSay("its calendar is gone")
    changes = CalendarChange.objects.filter(account=window.account, kind=message.context["kind"])
    change = changes.first()
    if change is None:
        raise NothingToSay("its change is gone")
    return Letter(
        {
            "account": window.account,
            "change": change,
            "dates": tuple(dates_moved(change.before, change.after)),
            "page_url": _page(window),
        }
    )


def _page(window: Window) -> str:
    """Where anyone reads it; nothing while the dates are not public."""
    if not Window.objects.public().filter(pk=window.pk).exists():
        return ""
    return absolute(f"/participacion/proceso/{window.account.account_year}/")
