"""Limits of use in tests: off, on, or just the one that a test is about.

A fresh database has the defaults, which no ordinary test reaches. A test that posts a hundred times
switches them off; one about a limit leaves only that one.
"""

from typing import Any

from participation.limits import write_limits
from participation.models import Limit, LimitUse


def limits_off() -> None:
    """Nothing is limited, and nothing was counted."""
    LimitUse.objects.all().delete()
    Limit.objects.update(is_active=False)


def limits_on() -> None:
    """The default limits hold, and nothing was counted."""
    LimitUse.objects.all().delete()
    write_limits()
    Limit.objects.update(is_active=True)


def only_limit(action: str, *, count: int, per_seconds: int = 3_600, **fields: Any) -> Limit:
    """Only this limit holds: by address and always, unless `fields` says otherwise."""
    limits_off()
    described = {
        "name": "De prueba",
        "scope": Limit.Scope.ADDRESS,
        "applies_when": Limit.When.ALWAYS,
        "way_out": "Por otra vía.",
        "is_active": True,
        **fields,
    }
    limit, _ = Limit.objects.update_or_create(
        slug=f"test-{action}-{described['scope']}",
        defaults={"action": action, "count": count, "per_seconds": per_seconds, **described},
    )
    return limit


def also_limit(action: str, *, count: int, per_seconds: int = 3_600, **fields: Any) -> Limit:
    """One more beside those that hold."""
    return Limit.objects.create(
        slug=f"also-{action}-{fields.get('scope', '')}-{count}",
        action=action,
        count=count,
        per_seconds=per_seconds,
        name="De prueba",
        way_out="Por otra vía.",
        **fields,
    )
