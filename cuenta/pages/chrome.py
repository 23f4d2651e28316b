"""What every page carries: its head, the header, the footer, the ribbon, and the way to ask.

A page puts `head` (a `Head`, made with `make_head`) in its context; `base.html` does the rest.
Header and footer are rendered once per set of pages, not once per page.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cuenta.pages.site import Site

ROOM_PLACE = "/consejo/sala/lugar/"
# The sections of the header: key, words, address under the account.
SECTIONS = (
    ("cuenta", "La cuenta", ""),
    ("regiones", "Regiones", "regiones/"),
    ("cuadratura", "Cuadratura", "cuadratura/"),
    ("programas", "Programas", "programas/"),
    ("preguntas", "Preguntas", "/participacion/"),
    ("consejo", "Consejo", "/consejo/"),
    ("datos", "Datos", "datos/"),
    ("ediciones", "Ediciones", "ediciones/"),
)
# The footer, in three groups: words and address, under the account where it has no root.
FOOTER = (
    (
        "La cuenta",
        (
            ("Inicio de la cuenta", ""),
            ("Productos estratégicos", "productos/"),
            ("Programas", "programas/"),
            ("Regiones", "regiones/"),
            ("Todas las cifras", "cifras/"),
            ("Cuadratura", "cuadratura/"),
            ("Datos", "datos/"),
            ("Explorar y comparar", "/datos/"),
            ("Ediciones", "ediciones/"),
            ("Glosario", "glosario/"),
            ("Metodología", "metodologia/"),
        ),
    ),
    (
        "Participación",
        (
            ("Preguntas", "/participacion/"),
            ("Hacer una pregunta", "/participar/"),
            ("Seguir un envío", "/seguimiento/"),
            ("El proceso, paso a paso", "/participacion/proceso/"),
            ("Audiencias públicas", "/audiencias/"),
            ("Compromisos", "/participacion/compromisos/"),
            ("Informe de respuestas", "/participacion/informe/"),
            ("Cómo respondemos", "/participacion/desempeno/"),
            ("Quiénes participan", "/participacion/cifras/"),
            ("Consejo", "/consejo/"),
            ("Qué cambió", "/participacion/cambios/"),
        ),
    ),
    (
        "El portal",
        (
            ("Buscar", "/buscar/"),
            ("Mapa del sitio", "mapa/"),
            ("Plazos", "/participacion/plazos/"),
            ("Registro público", "/participacion/registro/"),
            ("API para programas", "/api/v1/documentacion/"),
            ("Accesibilidad", "/accesibilidad/"),
            ("Privacidad", "/privacidad/"),
            ("Sus datos", "/mis-datos/"),
        ),
    ),
)
EVERY_SECTION = tuple(place for _, places in FOOTER for place in places)


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; an empty `href` is the page one is on."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links under one heading."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class NavLink:
    key: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to browsers, search engines and whoever shares it."""

    title: str
    description: str
    canonical: str
    section: str = ""
    crumbs: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Chrome:
    """What is the same on every page of one Site. `rendered` keeps the header and the footer."""

    institution: str
    short_name: str
    ministry: str
    account: str
    home: str
    nav: tuple[NavLink, ...]
    footer: tuple[LinkGroup, ...]
    edition: str
    short_hash: str
    feed: str
    current: str
    is_draft: bool
    is_archive: bool
    number: int
    is_room: bool
    rendered: dict[str, str] = field(default_factory=dict, compare=False)


def make_head(
    site: Site,
    path: str,
    title: str,
    description: str,
    section: str = "",
    crumbs: tuple[tuple[str, str], ...] = (),
) -> Head:
    """The head of the page at `path` (relative to the account, or with a leading slash).

    `crumbs` are (words, path) from the account down to the page itself, which has no path:
    `(("Regiones", "regiones/"), ("Maule", ""))`. The account itself is put before them.
    """
    trail = tuple(Link(label, _address(site, where) if where else "") for label, where in crumbs)
    if trail:
        trail = (Link(f"Cuenta {site.ledger.account_year}", site.link()), *trail)
    return Head(title, description, canonical(site, path), section, trail)


def canonical(site: Site, path: str) -> str:
    """The address to remember a page by: an old edition's own, the current one elsewhere."""
    if path.startswith("/"):
        return site.site_url + path
    if site.is_archive and site.edition != site.editions[-1]:
        return site.permanent(path)
    return f"{site.site_url}/cuentas/{site.ledger.account_year}/{path}"


def ask_href(site: Site, path: str) -> str:
    """Where to ask about the page (or `page/#anchor`) at `path`; it names the edition one read.

    In the council's room nobody asks: there one notes the place, or observes it.
    """
    if site.is_room:
        return f"{ROOM_PLACE}?sobre={site.link(path).replace('#', '%23')}"
    about = urlsplit(site.permanent(path))
    anchor = f"%23{about.fragment}" if about.fragment else ""
    return f"/participar/?sobre={about.path}{anchor}"


def chrome_of(site: Site) -> Chrome:
    """The chrome of a site, made once and kept with it."""
    kept: dict[str, Any] = site.__dict__
    if "chrome" not in kept:
        kept["chrome"] = _chrome(site)
    chrome: Chrome = kept["chrome"]
    return chrome


def _chrome(site: Site) -> Chrome:
    institution = site.ledger.institution
    year = site.ledger.account_year
    edition = site.edition
    return Chrome(
        institution=institution.name,
        short_name=institution.short_name,
        ministry=institution.ministry,
        account=f"Cuenta pública {year}",
        home=site.link() if site.is_archive or site.is_draft else "/",
        nav=tuple(NavLink(key, label, _address(site, path)) for key, label, path in SECTIONS),
        footer=tuple(
            LinkGroup(title, tuple(Link(label, _address(site, path)) for label, path in places))
            for title, places in FOOTER
        ),
        edition=f"Edición {edition.number}" if edition else "Borrador",
        short_hash=edition.sha256[:12] if edition else "",
        feed="/ediciones.atom",
        current=f"/cuentas/{year}/",
        is_draft=site.is_draft,
        is_archive=site.is_archive,
        number=edition.number if edition else 0,
        is_room=site.is_room,
    )


def _address(site: Site, path: str) -> str:
    return path if path.startswith("/") else site.link(path)
