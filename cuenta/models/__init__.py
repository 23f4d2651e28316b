"""Tables of the public face: what can be found, and what is needed to compare."""

from cuenta.models.context import MethodBreak, Population, PriceVariation
from cuenta.models.search import SearchDocument, SearchMark, SearchWord

__all__ = [
    "MethodBreak",
    "Population",
    "PriceVariation",
    "SearchDocument",
    "SearchMark",
    "SearchWord",
]
