"""Who may do what with an account. One question, asked by page, admin, API and action alike."""

from types import MappingProxyType

from django.contrib.auth.models import Group, Permission

from programs.models import User
from programs.transitions import Refused

# Roles as groups: what each may do, in the words of the permission's codename.
ROLES = MappingProxyType(
    {
        "Edición de datos": ("import_account", "prepare_account", "explain_difference"),
        "Publicación": ("publish_account", "explain_difference"),
        "Auditoría": (),
    }
)
# Models of the draft that the data editors may see, add, change and remove in the admin.
DRAFT_MODELS = (
    "institution", "publicaccount", "source", "chapter", "strategicproduct", "program", "indicator",
    "table", "tablecolumn", "tablerow", "result", "rule", "explanation", "erratum", "term",
    "legalcitation", "contactpoint",
)  # fmt: skip
READ_ONLY_MODELS = ("edition", "editionfile", "accountevent", "region")

_SENTENCES = {
    "import_account": "importar cifras",
    "prepare_account": "dar las cifras por revisadas",
    "publish_account": "publicar ediciones",
    "explain_difference": "explicar diferencias",
    "change_result": "cambiar el borrador",
}


def may(user: User, act: str) -> bool:
    """Whether `user` may do `act` (a codename of this app)."""
    return user.is_active and user.has_perm(f"programs.{act}")


def check_may(user: User, act: str) -> None:
    """Raises Refused, with a sentence, when `user` may not."""
    if not may(user, act):
        raise Refused(f"Su cuenta de usuario no tiene permiso para {_SENTENCES[act]}.")


def write_roles() -> None:
    """Make the groups say what ROLES says. Runs after every migration; adds, never takes away."""
    known = {p.codename: p for p in Permission.objects.filter(content_type__app_label="programs")}
    see = [known[f"view_{name}"] for name in (*DRAFT_MODELS, *READ_ONLY_MODELS)]
    edit = [known[f"{verb}_{name}"] for name in DRAFT_MODELS for verb in ("add", "change")]
    edit += [
        known[f"delete_{name}"]
        for name in DRAFT_MODELS
        if name not in ("institution", "publicaccount")
    ]
    for name, acts in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*see, *(known[act] for act in acts))
        if "import_account" in acts:
            group.permissions.add(*edit)
