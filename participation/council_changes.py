"""The difference in the account that an observation caused: figures before and after."""

from collections.abc import Iterator
from dataclasses import dataclass

from participation.models import Observation
from participation.subjects import address_in, ledger_of
from programs.checks.wording import label_of
from programs.figures import format_figure
from programs.ledger import Ledger
from programs.models import Edition


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure as the council read it, and as the edition that took the observation in states it.

    `after` is empty where that edition no longer has it.
    """

    label: str
    before: str
    after: str
    href: str


@dataclass(frozen=True, slots=True)
class Caused:
    """The edition in which it shows, where its changes are told, and the figures that moved."""

    edition: int
    href: str
    day_of: Edition
    figures: tuple[Changed, ...]


def caused_by(observation: Observation, figures: tuple[str, ...] = ()) -> Caused | None:
    """What changed, of the places observed and of the `figures` that the reply names; None until
    an edition took it in. Reads at most two editions, which are kept once read.
    """
    edition = observation.incorporated_in
    if edition is None:
        return None
    year = edition.account.account_year
    href = f"/cuentas/{year}/ediciones/#edicion-{edition.number}"
    return Caused(edition.number, href, edition, tuple(_changed(observation, edition, figures)))


def _changed(
    observation: Observation, edition: Edition, figures: tuple[str, ...]
) -> Iterator[Changed]:
    after = ledger_of(edition)
    read = {place.figure: place.about_value for place in observation.places.all() if place.figure}
    titles = {place.figure: place.about_title for place in observation.places.all()}
    before = ledger_of(observation.edition) if observation.edition is not None else None
    for key in dict.fromkeys((*read, *figures)):
        was = read.get(key) or _value(before, key)
        now = _value(after, key)
        if was and was.split() != now.split():  # a blank that does not break is a blank
            figure = after.figure.get(key)
            label = label_of(after, figure) if figure is not None else titles.get(key, key)
            href = address_in(edition, f"cifras/{key}/") if figure is not None else ""
            yield Changed(label, was, now, href)


def _value(ledger: Ledger | None, key: str) -> str:
    figure = ledger.figure.get(key) if ledger is not None else None
    return format_figure(figure) if figure is not None else ""
