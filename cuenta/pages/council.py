"""`consejo/`: what the council said of the account and what it was answered, side by side.

Printed from plain values that the press brings, with the current edition only: archived ones never
change, and seal the same in their `council.json`.
"""

from collections.abc import Iterator

from cuenta.pages.chrome import make_head
from cuenta.pages.site import Page, Site

TITLE = "Lo que observó el Consejo y qué se respondió"
PATH = "consejo/"


def pages(site: Site) -> Iterator[Page]:
    """The page of the account, where its council has said something or was asked."""
    council = site.asked.council if site.asked is not None else None
    if council is None:
        return
    year = site.ledger.account_year
    lead = (
        f"Lo que el Consejo de la Sociedad Civil opinó de la cuenta {year}, junto a su respuesta."
    )
    head = make_head(site, PATH, TITLE, lead, "consejo", (("Consejo", ""),))
    context = {"head": head, "title": TITLE, "lead": lead, "council": council, "year": year}
    yield Page(PATH, "cuenta/council.html", context)
