"""Text that tries to be more than text, in every field of an account that people write."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from programs.ledger import Ledger

# Begins like a formula, ends elements and attributes, opens a template, carries what XML cannot.
HOSTILE = (
    "=cmd|'/c calc'!A1\"'><script>alert(1)</script></title><!--&{{ 7|add:7 }}{% now %}"
    "javascript:alert(1)\x0b\u2028"
)
# What the account's own software writes or looks up by: slugs, keys, hashes, codes.
MACHINE = {
    "slug", "key", "indicator", "product", "program", "region", "sex", "chapter", "table", "row",
    "column", "parent", "named_after", "source", "check", "difference", "whole", "figure", "sha256",
    "kind", "parts", "meta",
}  # fmt: skip


def hostile(item: Any) -> Any:
    """A copy of a ledger, or of any part of it, with every field that people write replaced."""
    if isinstance(item, tuple):
        return tuple(hostile(each) for each in item)
    if not is_dataclass(item):
        return item
    changed = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name in MACHINE or isinstance(value, Enum):
            continue
        changed[field.name] = HOSTILE if isinstance(value, str) else hostile(value)
    return replace(item, **changed)  # type: ignore[type-var]


def hostile_ledger(ledger: Ledger) -> Ledger:
    """The account with nothing but hostile words; figures and references are as they were."""
    changed: Ledger = hostile(ledger)
    return changed
