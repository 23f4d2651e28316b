"""The admin site: a desk with what is to be done, and a list of rooms beside it.

Outside `programs.admin`: Django makes the site before it looks for what is registered in it.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from programs.boxes import boxes_for

# The side list: a heading and its models, in the order of the work.
ROOMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "La cuenta",
        (
            "programs.publicaccount",
            "programs.chapter",
            "programs.table",
            "programs.result",
            "programs.source",
        ),
    ),
    (
        "Cuadratura",
        ("programs.rule", "programs.explanation", "programs.erratum"),
    ),
    (
        "Nombres",
        (
            "programs.institution",
            "programs.strategicproduct",
            "programs.program",
            "programs.indicator",
            "programs.term",
        ),
    ),
    ("Lo publicado", ("programs.edition", "programs.accountevent")),
    ("Para comparar", ("cuenta.population", "cuenta.pricevariation", "cuenta.methodbreak")),
    (
        "Participación",
        (
            "participation.submission",
            "participation.answer",
            "participation.cannedparagraph",
            "participation.commitment",
            "participation.hearing",
            "participation.unit",
            "participation.message",
            "participation.registerentry",
            "participation.answerreport",
            "participation.identityreading",
        ),
    ),
    (
        "Reglas de participación",
        (
            "participation.window",
            "participation.holiday",
            "participation.clockrule",
            "participation.refusalreason",
            "participation.limit",
            "participation.retention",
        ),
    ),
    (
        "Consejo",
        (
            "participation.councilsession",
            "participation.mandate",
            "participation.councilinvitation",
            "participation.councilreview",
            "participation.councillor",
            "participation.organisation",
            "participation.stratum",
            "participation.councilrule",
        ),
    ),
    ("Personas", ("programs.user", "auth.group")),
)


class DeskSite(admin.AdminSite):
    """Django's admin with our header, our side list and a desk as its first page."""

    site_header = "Cuenta pública — administración"
    site_title = "Administración de la cuenta pública"
    index_title = "Mi mesa"
    index_template = "admin/desk.html"
    login_template = "admin/login.html"
    empty_value_display = "–"
    enable_nav_sidebar = False  # ours is in base.html and needs no script

    @property
    def login_form(self) -> Any:
        """E-mail and password; what follows is in `programs.admin.second_factor`."""
        from programs.second_factor.forms import SignInForm

        return SignInForm

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With the second factor: two of its pages are for somebody halfway in."""
        from programs.admin import second_factor as pages

        def open_to_halfway(view: Any) -> Any:
            return never_cache(csrf_protect(view))

        where = "segundo-factor/"
        return [
            path(where, open_to_halfway(pages.own), name="second_factor"),
            path(where + "codigo/", open_to_halfway(pages.give_code), name="second_factor_code"),
            path(where + "salir/", open_to_halfway(pages.leave), name="second_factor_leave"),
            path(where + "codigos/", self.admin_view(pages.renew), name="second_factor_renew"),
            path(where + "quitar/", self.admin_view(pages.remove), name="second_factor_remove"),
            path(
                where + "personas/<int:user_id>/",
                self.admin_view(pages.reset),
                name="second_factor_reset",
            ),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def login(self, request: Any, extra_context: dict[str, Any] | None = None) -> Any:
        """The password; whoever gave it and owes a second factor is taken to that."""
        from programs.admin.second_factor import next_step, wanted_page

        if request.method != "POST" and (step := next_step(request, wanted_page(request))):
            return step
        response = super().login(request, extra_context)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            return next_step(request, response.url) or response
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The desk."""
        from programs.admin.desk import desk_of

        context = {"desk": desk_of(request), "boxes": boxes_for(request)}
        return super().index(request, {**context, **(extra_context or {})})

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if context["has_permission"]:
            context["rooms"] = rooms(context["available_apps"], request.path)
        return context


def rooms(apps: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """The side list: the models one may see under our headings; other floors' come after."""
    found = {
        f"{app['app_label']}.{model['object_name'].lower()}": {
            "name": model["name"],
            "url": model["admin_url"],
            "is_here": path.startswith(model["admin_url"] or "-"),
        }
        for app in apps
        for model in app["models"]
        if model["admin_url"]
    }
    listed = {name for _, names in ROOMS for name in names}
    groups = [(title, [found[name] for name in names if name in found]) for title, names in ROOMS]
    for app in apps:
        names = [f"{app['app_label']}.{m['object_name'].lower()}" for m in app["models"]]
        others = [found[name] for name in names if name in found and name not in listed]
        groups.append((str(app["name"]), others))
    return [{"title": title, "models": models} for title, models in groups if models]
