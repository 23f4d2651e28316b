"""What other floors put on the first page of the admin. They register; this floor asks nobody."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

# A provider gives something with a `template`, or None for someone who may not see it.
Provider = Callable[[HttpRequest], Any]
_PROVIDERS: list[Provider] = []


def register_box(provider: Provider) -> None:
    """Show what `provider` gives, after the accounts; the same provider twice is shown once."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)


def boxes_for(request: HttpRequest) -> list[Any]:
    """The boxes of whoever asks."""
    given = (provider(request) for provider in _PROVIDERS)
    return [box for box in given if box is not None]
