"""The public pages of the process of an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.models import Window
from participation.pages.live import head_of
from participation.pages.process import ABOUT, PATH, process_page, public_years
from participation.views.pages import live_page
from participation.views.questions import for_everyone

TEMPLATE = "participation/public/process.html"


@for_everyone
def process(request: HttpRequest) -> HttpResponse:
    """The process of the newest account whose dates are public; an empty page without any."""
    years = public_years()
    if not years:
        head = head_of("El proceso de la cuenta", ABOUT, PATH, "Proceso")
        return live_page(request, TEMPLATE, {"page": None, "head": head})
    return _of_year(request, years[0], years)


@for_everyone
def process_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The process of the account of that year."""
    years = public_years()
    if year not in years:
        raise Http404("No hay un proceso público de ese año.")
    return _of_year(request, year, years)


def _of_year(request: HttpRequest, year: int, years: tuple[int, ...]) -> HttpResponse:
    rows = Window.objects.public().select_related("account__institution")
    window = rows.get(account__account_year=year)
    others = tuple(each for each in years if each != year)
    page = process_page(window.account, now=timezone.now(), others=others)
    return live_page(request, TEMPLATE, {"page": page, "head": page.head})
