"""The desk of the staff. Every change made here passes through `programs.actions`."""

from programs.admin import (
    accounts,
    chapters,
    checks,
    editions,
    institutions,
    programs,
    results,
    tables,
    users,
)

__all__ = [
    "accounts",
    "chapters",
    "checks",
    "editions",
    "institutions",
    "programs",
    "results",
    "tables",
    "users",
]
