"""Tables of the public face: what can be found."""

from cuenta.models.search import SearchDocument, SearchMark, SearchWord

__all__ = ["SearchDocument", "SearchMark", "SearchWord"]
