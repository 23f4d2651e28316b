"""What a page that is made at each request says of itself: the same as a printed one does.

`base.html` reads these by name; the header with the account's sections is put there by the floor
above, for every page whose context has `is_live`.
"""

from dataclasses import dataclass

from participation.links import absolute
from participation.models import Submission

SECTION = "preguntas"
TITLE = "Preguntas"
HOME = "/participacion/"
COUNCIL, COUNCIL_TITLE, COUNCIL_HOME = "consejo", "Consejo", "/consejo/"


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the trail; the page one is on has no address."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class LiveHead:
    """Title, description and permanent address of a page, and where it stands."""

    title: str
    description: str
    canonical: str
    section: str = SECTION
    crumbs: tuple[Crumb, ...] = ()
    is_draft: bool = False


def head_of(title: str, description: str, path: str, here: str = "") -> LiveHead:
    """The head of a page of the questions; the list has no trail. `here` is short for `title`."""
    crumbs = () if path == HOME else (Crumb(TITLE, HOME), Crumb(here or title))
    return LiveHead(title, description, absolute(path), crumbs=crumbs)


def is_invented(year: int) -> bool:
    """Whether what is counted about the account of a year is a demonstration."""
    rows = Submission.objects.public()
    return rows.filter(account__account_year=year, is_demo=True).exists()


def council_head(title: str, description: str, path: str, here: str = "") -> LiveHead:
    """The head of a page of the council; its first page has no trail."""
    crumbs = ()
    if path != COUNCIL_HOME:
        crumbs = (Crumb(COUNCIL_TITLE, COUNCIL_HOME), Crumb(here or title))
    return LiveHead(title, description, absolute(path), COUNCIL, crumbs)
