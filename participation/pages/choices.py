"""A box to choose from, as a form in the address shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One of a box to choose from."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to choose from; `trouble` says what to mend."""

    name: str
    label: str
    options: tuple[Option, ...]
    trouble: str = ""
