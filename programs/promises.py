"""Corrections that were promised in an answer and that the draft has not made yet. Pure."""

from programs.checks.wording import label_of
from programs.ledger import Erratum, Ledger


def unkept(ledger: Ledger, published: Ledger) -> tuple[Erratum, ...]:
    """The errata that a question caused since `published` whose figure or chapter is unchanged.

    Publishing one would say that it was corrected where it was not.
    """
    told = {erratum.slug for erratum in published.errata}
    return tuple(
        erratum
        for erratum in ledger.errata
        if erratum.question and erratum.slug not in told and _is_same(erratum, ledger, published)
    )


def _is_same(erratum: Erratum, ledger: Ledger, published: Ledger) -> bool:
    if erratum.figure:
        return ledger.figure.get(erratum.figure) == published.figure.get(erratum.figure)
    if erratum.chapter:
        return ledger.chapter.get(erratum.chapter) == published.chapter.get(erratum.chapter)
    return False  # what it named is no longer in the draft: that is a change


def in_words(erratum: Erratum, ledger: Ledger) -> str:
    """What is missing, for who prepares the edition."""
    figure = ledger.figure.get(erratum.figure)
    chapter = ledger.chapter.get(erratum.chapter)
    what = label_of(ledger, figure) if figure else chapter.title if chapter else erratum.slug
    return f"«{what}» sigue igual y la respuesta a {erratum.question} dice que se corrige"
