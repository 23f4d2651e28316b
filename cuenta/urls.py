"""Every address of the portal.

Addresses of published pages have names so that admin and participation can link to them; the
pages themselves are files (`cuenta/press/`).
"""

from django.contrib import admin
from django.urls import URLPattern, include, path

from cuenta.api.routes import patterns as api_patterns
from cuenta.explorer.views import explorer, explorer_csv, explorer_json
from cuenta.room import room_draft_patterns
from cuenta.search.views import search
from cuenta.staff.views import account_next, account_print, account_publish
from cuenta.views import draft_preview, published_page
from participation.room_urls import urlpatterns as room_patterns

# Address within an account → name. `cuenta:figure-detail` and the like.
ACCOUNT_PAGES = {
    "": "account-detail",
    "capitulos/<slug:slug>/": "chapter-detail",
    "productos/": "product-list",
    "productos/<slug:slug>/": "product-detail",
    "programas/": "program-list",
    "programas/<slug:slug>/": "program-detail",
    "regiones/": "region-list",
    "regiones/<slug:slug>/": "region-detail",
    "tablas/<slug:slug>/": "table-detail",
    "cifras/": "figure-list",
    "cifras/<slug:slug>/": "figure-detail",
    "cuadratura/": "check-list",
    "ediciones/": "edition-list",
    "ediciones/<int:number>/": "edition-detail",
    "datos/": "data",
    "glosario/": "glossary",
    "metodologia/": "methodology",
    "mapa/": "site-map",
    "<path:path>": "account-file",
}
SITE_PAGES = {
    "": "home",
    "accesibilidad/": "accessibility",
    "privacidad/": "privacy",
    "sitemap.xml": "sitemap",
    "robots.txt": "robots",
    "ediciones.atom": "edition-feed",
    "catalogo.jsonld": "catalogue",
    "data.json": "catalogue-open-data",
}


def _published(prefix: str, pages: dict[str, str]) -> list[URLPattern]:
    return [path(prefix + route, published_page, name=name) for route, name in pages.items()]


cuenta_patterns = [
    *_published("", SITE_PAGES),
    *_published("cuentas/<int:year>/", ACCOUNT_PAGES),
    path("buscar/", search, name="search"),
    path("datos/", explorer, name="explorer"),
    path("datos/cifras.csv", explorer_csv, name="explorer-csv"),
    path("datos/cifras.json", explorer_json, name="explorer-json"),
    path("borrador/cuentas/<int:year>/", draft_preview, name="draft"),
    path("borrador/cuentas/<int:year>/<path:path>", draft_preview, name="draft-page"),
]

# Acts of the staff that end in the press; beside the account's other pages of the admin.
ACCOUNT_IN_ADMIN = "admin/programs/publicaccount/<int:account_id>/"
staff_patterns = [
    path(
        ACCOUNT_IN_ADMIN + "publicar/", admin.site.admin_view(account_publish),
        name="account-publish",
    ),
    path(
        ACCOUNT_IN_ADMIN + "siguiente/", admin.site.admin_view(account_next), name="account-next"
    ),
    path(
        ACCOUNT_IN_ADMIN + "imprimir/", admin.site.admin_view(account_print), name="account-print"
    ),
]  # fmt: skip

urlpatterns = [
    path("", include(([*cuenta_patterns, *staff_patterns], "cuenta"))),
    path("consejo/", include(([*room_patterns, *room_draft_patterns], "room"))),
    path("", include("participation.urls")),
    path("admin/", admin.site.urls),
    *api_patterns,
]

handler500 = "cuenta.failures.server_error"
