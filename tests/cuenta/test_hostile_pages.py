"""Hostile text in every field of an account, and every page of it: words, never markup."""

import json
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest

from cuenta.pages.build import account_pages, site_pages
from cuenta.pages.site import Page, Site
from tests.cuenta.printing import printed
from tests.hostile import hostile_ledger
from tests.ledgers import edition_of, small_ledger, small_site

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
# The one script that pages carry, by its own address.
OURS = '<script defer src="/static/js/questions.js"></script>'
ADDRESSES = ("href", "src", "action", "formaction")


class Reader(HTMLParser):
    """Counts elements and keeps what could run."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        for name, value in attrs:
            runs = name in ADDRESSES and (value or "").strip().lower().startswith("javascript:")
            if name.startswith("on") or name == "style" or runs:
                self.live.append(f"{tag} {name}={value}")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


@cache
def hostile_site() -> Site:
    ledger = hostile_ledger(small_ledger())
    editions = (edition_of(small_ledger()), edition_of(ledger, 2, ledger.title))
    return Site(ledger, editions[1], editions, "https://cuenta.example")


def templates_of(site: Site) -> dict[str, Page]:
    """The last page printed with each template."""
    pages = (*account_pages(site), *site_pages(site))
    return {page.template: page for page in pages if page.template}


@pytest.mark.parametrize("template", sorted(templates_of(small_site())))
def test_hostile_words_add_nothing_that_runs(template: str) -> None:
    page = templates_of(hostile_site())[template]

    html = printed(hostile_site(), page)

    reader = read(html)
    assert "<script>alert" not in html
    assert not reader.live
    assert reader.elements["script"] == len(DATA.findall(html)) + html.count(OURS)
    for block in DATA.findall(html):
        json.loads(block)
    assert "{{" not in html.replace("{{ 7|add:7 }}", "")
