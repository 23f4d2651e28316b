"""What the register tells since a seal: nothing public changes without an entry."""

from collections import defaultdict

from participation.models import RegisterSeal


def last_seal() -> int:
    """The newest one; they are numbered without holes."""
    return RegisterSeal.objects.order_by("-number").values_list("number", flat=True).first() or 0


def told_since(mark: int, last: int, *kinds: str) -> dict[str, list[str]]:
    """By kind of thing, those of which something was told after `mark`, up to `last`."""
    rows = RegisterSeal.objects.filter(
        number__gt=mark, number__lte=last, entry__object_type__in=kinds
    )
    found: dict[str, set[str]] = defaultdict(set)
    for kind, key in rows.values_list("entry__object_type", "entry__object_id").distinct():
        found[kind].add(key)
    return {kind: sorted(found[kind]) for kind in kinds}
