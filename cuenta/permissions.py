"""Who may keep what the portal compares with: the data editors. All roles see it."""

from django.contrib.auth.models import Group, Permission

from participation.permissions import ROLES as OTHER_ROLES
from programs.permissions import ROLES

CONTEXT = ("population", "pricevariation", "methodbreak")
EDITS = "import_account"  # whoever has this act keeps the context too


def write_roles() -> None:
    """Make the groups say it. Runs after every migration; adds, never takes away."""
    known = {p.codename: p for p in Permission.objects.filter(content_type__app_label="cuenta")}
    for name in {**ROLES, **OTHER_ROLES}:
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[f"view_{each}"] for each in CONTEXT))
        if EDITS in ROLES.get(name, ()):
            group.permissions.add(
                *(known[f"{verb}_{each}"] for verb in ("add", "change") for each in CONTEXT)
            )
