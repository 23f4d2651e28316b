"""`/accesibilidad/` and `/privacidad/`: what the portal promises, and whom to tell if it fails."""

from collections.abc import Iterator

from cuenta.pages.chrome import Link, make_head
from cuenta.pages.site import Page, Site
from programs.contacts import href_of

PAGES = (
    (
        "accesibilidad/",
        "cuenta/accessibility.html",
        "Accesibilidad",
        "Qué cumple este sitio, cómo se probó, qué falta y cómo avisar.",
    ),
    (
        "privacidad/",
        "cuenta/privacy.html",
        "Privacidad",
        "Leer estas páginas no deja cookies en su equipo, y nadie sigue sus visitas.",
    ),
)


def site_pages(site: Site) -> Iterator[Page]:
    """The two statements."""
    for path, template, title, lead in PAGES:
        head = make_head(site, f"/{path}", title, lead, "", ((title, ""),))
        context = {"head": head, "title": title, "lead": lead, "contacts": contacts(site)}
        yield Page(path, template, context)


def contacts(site: Site) -> tuple[Link, ...]:
    """The institution's contact points; those that cannot be linked keep their words alone."""
    return tuple(
        Link(f"{contact.label}: {contact.value}", href_of(contact))
        for contact in site.ledger.institution.contacts
    )
