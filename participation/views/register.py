"""The public register: its pages, and all of it as JSON lines."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from participation import register as chain
from participation.forms_register import RegisterForm
from participation.pages.live import head_of
from participation.pages.register import register_page
from participation.views.limited import limited_export
from participation.views.pages import live_page
from participation.views.whole import no_file, whole_file

ABOUT = "Todo lo que ocurrió con cada pregunta, en orden y sin que nadie pueda cambiarlo."


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The entries, newest first. An address that cannot be read answers 400 and says why."""
    form = RegisterForm(request.GET)
    is_valid = form.is_valid()
    asked = form.cleaned_data if is_valid else {}
    page = register_page(folio=asked.get("folio") or "", before=asked.get("antes") or 0)
    return live_page(
        request,
        "participation/public/register.html",
        {"page": page, "form": form, "head": head_of("Registro público", ABOUT, request.path)},
        status=200 if is_valid else 400,
    )


@require_safe
@limited_export
def register_lines(request: HttpRequest) -> StreamingHttpResponse:
    """Every sealed entry, one line each: the hash of a line is the `previous` of the next."""
    kind, name = "application/jsonl; charset=utf-8", "registro.jsonl"
    if request.method == "HEAD":
        return no_file(content_type=kind, name=name)
    return whole_file((line.encode() for line in chain.lines()), content_type=kind, name=name)
