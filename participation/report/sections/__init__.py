"""The sections in the order in which every format tells them. A new one is a module and its place
here; what was published before it does not have it, and says nothing of it."""

from types import MappingProxyType

from participation.report.sections import (
    commitments,
    corrections,
    council,
    hearings,
    people,
    questions,
    reading,
    refusals,
    summary,
    terms,
)
from participation.report.shapes import SectionOf

SECTIONS: tuple[SectionOf, ...] = (
    summary.SECTION,
    reading.SECTION,
    questions.THEMES,
    questions.QUESTIONS,
    refusals.SECTION,
    terms.DELAYS,
    terms.TERMS,
    people.SECTION,
    hearings.SECTION,
    council.SECTION,
    commitments.SECTION,
    corrections.SECTION,
    questions.ANSWERS,
)
SECTION = MappingProxyType({each.code: each for each in SECTIONS})
