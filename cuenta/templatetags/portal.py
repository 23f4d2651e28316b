"""Tags of every public page: hashed assets, and the chrome that is rendered once per Site."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString

from cuenta.pages.asked import block_of
from cuenta.pages.chrome import Chrome, chrome_of
from cuenta.pages.linked import linked_data
from cuenta.pages.live import live_chrome

register = template.Library()


@register.simple_tag(takes_context=True)
def asset(context: Context, name: str) -> str:
    """The address of a static file, as the Site being printed names it."""
    site = context.get("site")
    return site.asset(name) if site is not None else static(name)


@register.simple_tag(takes_context=True)
def chrome(context: Context) -> Chrome | None:
    """What all pages of this Site share; None on a page without an account.

    A page made at each request that says `is_live` gets that of the newest edition.
    """
    site = context.get("site")
    if site is not None:
        return chrome_of(site)
    return live_chrome() if context.get("is_live") else None


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> str:
    """Ribbon, header and navigation, with the section of this page marked."""
    head = context.get("head")
    section = head.section if head is not None else context.get("section", "")
    return _once(context, f"header {section}", "components/header.html", {"section": section})


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> str:
    """The footer, the same on every page."""
    return _once(context, "footer", "components/footer.html", {})


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> str:
    """What search engines read of this page; nothing on a draft or where there is no account."""
    site, page, head = (context.get(name) for name in ("site", "page", "head"))
    if site is None or page is None or head is None or site.is_draft:
        return ""
    return linked_data(site, page, head)


@register.inclusion_tag("components/questions.html", takes_context=True)
def questions(context: Context, what: str, ask: str = "") -> dict[str, Any]:
    """What people ask about this page; nothing on a draft, which nobody can ask about."""
    site, page = context.get("site"), context.get("page")
    if site is None or page is None or site.is_draft:
        return {}
    year = site.ledger.account_year
    block = block_of(site.asked, year, page.path, what, ask)
    council = site.link("consejo/")
    return {"asked": block, "council_href": council, "script": asset(context, "js/questions.js")}


@register.filter
def with_code(text: str) -> str:
    """A sentence in which what stands between backticks is code."""
    parts = (escape(part) for part in text.split("`"))
    marked = (f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
    return SafeString("".join(marked))


def _once(context: Context, key: str, name: str, extra: dict[str, Any]) -> str:
    # `base.html` looks for it first and keeps it: the newest edition is asked for once a page.
    found = context["chrome"] if "chrome" in context else chrome(context)
    if found is None:
        return render_to_string(name, extra)
    if key not in found.rendered:
        found.rendered[key] = render_to_string(name, {"chrome": found, **extra})
    return SafeString(found.rendered[key])
