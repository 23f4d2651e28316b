"""Links to other floors by name alone: the ground floor never imports them."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from programs.models import PublicAccount


def link_to(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page, or an empty text where no such page is installed."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def account_link(name: str, account: PublicAccount) -> str:
    """A page of the account in the admin: `import`, `checks`…"""
    return reverse(f"admin:programs_publicaccount_{name}", args=[account.pk])


def figures_link(account: PublicAccount, **filters: str) -> str:
    """The list of the account's figures, narrowed."""
    query = "&".join(f"{key}={value}" for key, value in {"account": account.pk, **filters}.items())
    return f"{reverse('admin:programs_result_changelist')}?{query}"
