"""`/datos/`: a plain form and two files, whose addresses can be kept and passed on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cuenta.explorer.facts import Published, published
from cuenta.explorer.forms import ExplorerForm
from cuenta.explorer.reckoning import Context
from cuenta.explorer.showing import View, explorer_page, refused_page
from cuenta.explorer.taking import view_csv, view_json
from cuenta.models import MethodBreak, Population, PriceVariation
from cuenta.pages.explored import PATH, ExplorerPage
from cuenta.search.sources.account import newest_editions
from participation.links import absolute
from participation.pages.live import LiveHead
from participation.views.limited import limited_export
from participation.views.pages import live_page
from participation.views.plain import plain_refusal
from participation.views.questions import for_everyone

TITLE = "Explorar y comparar las cifras"
DESCRIPTION = "Filtre las cifras publicadas, compárelas entre regiones y años, y bájelas."


@for_everyone
def explorer(request: HttpRequest) -> HttpResponse:
    """A view of the figures; what cannot be asked answers 400 and says what to mend."""
    form, asked = _asked(request)
    found, context = published(newest_editions()), context_of()
    if not form.is_valid():
        page = refused_page(found, asked, context, _troubles(form))
        return _page(request, page, status=400)
    return _page(request, explorer_page(View(found, form, asked, context, breaks())))


@for_everyone
@limited_export
def explorer_csv(request: HttpRequest) -> HttpResponse:
    """The same view as CSV."""
    return _file(request, view_csv, "text/csv; charset=utf-8", "cifras.csv")


@for_everyone
@limited_export
def explorer_json(request: HttpRequest) -> HttpResponse:
    """The same view as JSON."""
    return _file(request, view_json, "application/json", "cifras.json")


def _file(
    request: HttpRequest, make: Callable[[View], bytes], kind: str, name: str
) -> HttpResponse:
    form, asked = _asked(request)
    if not form.is_valid():
        return plain_refusal(_troubles(form))
    view = View(_published(), form, asked, context_of(), breaks())
    response = HttpResponse(make(view), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"  # what is published may be read from anywhere
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _published() -> Published:
    return published(newest_editions())


def _asked(request: HttpRequest) -> tuple[ExplorerForm, dict[str, str]]:
    form = ExplorerForm(request.GET)
    asked = {name: request.GET[name].strip() for name in form.fields if request.GET.get(name)}
    return form, asked


def _troubles(form: ExplorerForm) -> dict[str, str]:
    return {name: str(said[0]) for name, said in form.errors.items()}


def context_of() -> Context:
    """The facts of others, in two statements."""
    people = Population.objects.values_list("region", "year", "value", "source")
    prices = PriceVariation.objects.values_list("year", "percent", "source")
    found, rows = list(people), list(prices)
    return Context(
        people={(region, year): value for region, year, value, _ in found},
        people_sources={year: source for _, year, _, source in found},
        variations={year: percent for year, percent, _ in rows},
        price_sources={year: source for year, _, source in rows},
    )


def breaks() -> dict[tuple[str, int], str]:
    """The changes of method, by indicator and first year."""
    rows = MethodBreak.objects.order_by("indicator", "year")
    return {(row.indicator, row.year): row.text for row in rows}


def _page(request: HttpRequest, page: ExplorerPage, status: int = 200) -> HttpResponse:
    head = LiveHead(TITLE, DESCRIPTION, absolute(PATH), section="datos")
    return live_page(request, "cuenta/explorer.html", {"page": page, "head": head}, status=status)
