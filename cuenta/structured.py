"""What search engines read: schema.org as JSON-LD, safe in a page whatever the text says."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from programs import licence
from programs.formats import clean

CONTEXT = "https://schema.org"
# With these written as \\uXXXX no text can end the script element or open a comment in it.
UNSAFE = str.maketrans(
    {letter: f"\\u{ord(letter):04x}" for letter in "<>&'\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}
)
FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
Thing = dict[str, Any]


def script(*things: Mapping[str, Any]) -> SafeString:
    """The things in one data block. It is never executed, so the strict CSP lets it stand."""
    value: Any = {"@context": CONTEXT, "@graph": list(things)}
    if len(things) == 1:
        value = {"@context": CONTEXT, **things[0]}
    text = clean(json.dumps(value, ensure_ascii=False)).translate(UNSAFE)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def organization(name: str, short_name: str, ministry: str, url: str = "") -> Thing:
    """The institution that gives the account."""
    found: Thing = {"@type": "GovernmentOrganization", "name": name, "alternateName": short_name}
    if ministry:
        found["parentOrganization"] = {"@type": "GovernmentOrganization", "name": ministry}
    if url:
        found["url"] = url
    return found


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """Where a page stands: (words, absolute address) from the account to the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": label, "item": address}
        for place, (label, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def dataset(
    *,
    name: str,
    description: str,
    url: str,
    publisher: Thing,
    year: int,
    version: str,
    published: str,
    files: Iterable[str],
) -> Thing:
    """Data one can take away. `year` is the year it speaks of; `files` are absolute addresses."""
    found: Thing = {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": url,
        "inLanguage": "es-CL",
        "isAccessibleForFree": True,
        "license": licence.PATH,
        "publisher": publisher,
        "creator": publisher,
        "temporalCoverage": f"{year}-01-01/{year}-12-31",
        "spatialCoverage": {"@type": "Country", "name": "Chile"},
        "distribution": [_download(address) for address in files],
    }
    if version:
        found |= {"version": version, "datePublished": published}
    return found


def _download(address: str) -> Thing:
    kind = address.rsplit(".", 1)[-1]
    return {
        "@type": "DataDownload",
        "contentUrl": address,
        "encodingFormat": FORMATS.get(kind, "application/octet-stream"),
    }
