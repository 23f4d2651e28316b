"""Who may do what with submissions. One question, asked by page, admin, API and action alike."""

from types import MappingProxyType

from django.contrib.auth.models import Group, Permission

from participation.transitions import ACTION, Refused, acts_of
from programs.models import User

# Roles as groups: what each may do, in the words of the permission's codename.
ROLES = MappingProxyType(
    {
        "Coordinación de participación": (
            "intake_submission", "moderate_submission", "assign_submission", "group_submission",
            "extend_submission", "refer_submission", "review_refusal", "note_submission",
            "read_identity", "erase_identity", "manage_rules", "resend_message", "plan_calendar",
            "archive_account", "correct_archived", "work_commitment", "judge_commitment",
            "prepare_report", "manage_hearing", "hold_hearing",
        ),
        "Moderación": (
            "intake_submission", "moderate_submission", "assign_submission", "group_submission",
            "refer_submission", "note_submission", "read_identity", "hold_hearing",
        ),
        "Redacción": ("write_answer", "note_submission", "work_commitment"),
        "Revisión jurídica": (
            "review_answer", "review_refusal", "note_submission", "approve_report",
        ),
        "Firma de respuestas": ("publish_answer", "note_submission", "publish_report"),
        "Auditoría": (),
        "Secretaría del Consejo": (
            "manage_council", "keep_council", "open_council_review", "note_submission",
            "work_commitment", "judge_commitment",
        ),
        "Jefatura del servicio": (
            "sign_council_reply", "publish_answer", "note_submission", "publish_report",
        ),
    }
)  # fmt: skip
# What each role is for, as the admin and the manual say it.
DESCRIPTIONS = MappingProxyType(
    {
        "Coordinación de participación": "Reparte el trabajo, cuida los plazos y las reglas.",
        "Moderación": "Lee lo que llega, lo publica o dice por qué no, y lo lleva a su unidad.",
        "Redacción": "Escribe las respuestas de su unidad.",
        "Revisión jurídica": "Da el visto bueno a lo que otra persona escribió.",
        "Firma de respuestas": "Firma y publica lo que otras personas escribieron y revisaron.",
        "Auditoría": "Ve todo, incluido quién leyó qué; no cambia nada.",
        "Secretaría del Consejo": "Cita las sesiones, lleva actas e ingresa lo acordado. No vota.",
        "Jefatura del servicio": "Firma las respuestas al Consejo de la Sociedad Civil.",
    }
)
# What everybody with a role may look at in the admin.
SEEN = (
    "submission", "answer", "deadline", "deadlinechange", "note", "attachment", "registerentry",
    "registerseal", "holiday", "clockrule", "window", "refusalreason", "unit", "message", "limit",
    "retention", "stratum", "organisation", "councillor", "mandate", "councilrule",
    "councilsession", "agendaitem", "attendance", "ballot", "vote", "acta", "councilreview",
    "commitment", "milestone", "commitmentchange",
    "calendarchange", "misseddate",
    "answerreport", "hearing",
)  # fmt: skip
SEEN_BY_AUDIT = ("identityreading",)
RULES = ("holiday", "clockrule", "refusalreason", "unit", "limit", "retention")
# Who keeps the council's registry adds and changes these; the rest of the council is acts.
REGISTRY = ("stratum", "organisation", "councillor", "mandate", "councilrule")


def may(user: User, act: str) -> bool:
    """Whether `user` may do `act` (a codename of this app)."""
    return user.is_active and user.has_perm(f"participation.{act}")


def check_may(user: User, act: str) -> None:
    """Raises Refused, with a sentence, when `user` may not."""
    if not may(user, act):
        permission = Permission.objects.filter(
            content_type__app_label="participation", codename=act
        ).first()
        what = permission.name.removeprefix("Puede ") if permission else act
        raise Refused(f"Su cuenta de usuario no tiene permiso para {what}.")


def check_may_act(user: User, action: str, kind: str = "") -> None:
    """The same for an act of the table of transitions, on a filing of that kind.

    Raises:
        Refused: `user` may not, or the act is not of the staff.
    """
    permission = acts_of(kind).get(action, ACTION[action]).permission
    if not permission:
        raise Refused("Ese acto no es del equipo.")
    check_may(user, permission)


def write_roles() -> None:
    """Make the groups say what ROLES says. Runs after every migration; adds, never takes away."""
    known = {
        p.codename: p for p in Permission.objects.filter(content_type__app_label="participation")
    }
    see = [known[f"view_{name}"] for name in SEEN]
    for name, acts in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*see, *(known[act] for act in acts))
        if name == "Auditoría" or "read_identity" in acts:
            group.permissions.add(*(known[f"view_{each}"] for each in SEEN_BY_AUDIT))
        if "manage_council" in acts:
            group.permissions.add(
                *(known[f"{verb}_{each}"] for each in REGISTRY for verb in ("add", "change"))
            )
        if "manage_rules" in acts:
            group.permissions.add(
                *(known[f"{verb}_{each}"] for each in RULES for verb in ("add", "change"))
            )
