"""The council as it is on a day: its seats, its rules, and who may act in it. Reads the tables.

Arithmetic is in `quorum.py`; what may follow what, in `council_transitions.py`.
"""

from dataclasses import dataclass
from datetime import date

from participation.council_transitions import CHAIR, MEMBER, SECRETARY, Transition
from participation.models import Councillor, CouncilRule, Mandate
from participation.permissions import may
from participation.quorum import Share, VotingRule
from participation.transitions import Refused
from programs.models import User

Kind = CouncilRule.Kind
NOT_A_MEMBER = "Su cuenta no corresponde a alguien que integre hoy el Consejo."


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force on a day, ready for `quorum`."""

    quorum: Share
    voting: VotingRule
    notice: int
    notice_extra: int
    term: int
    renewals: int
    expiry: int
    parity: Share

    def notice_for(self, kind: str) -> int:
        """Business days of notice that a session of that kind needs."""
        return self.notice_extra if kind == "extraordinary" else self.notice


def rules_on(day: date) -> Rules:
    """The council's rules in force that day, in one query.

    Raises:
        CouncilRule.DoesNotExist: one of them has no row in force yet.
    """
    rows: dict[str, CouncilRule] = {}
    for rule in CouncilRule.objects.filter(valid_from__lte=day).order_by("valid_from"):
        rows[rule.kind] = rule
    if missing := set(Kind.values) - set(rows):
        raise CouncilRule.DoesNotExist(f"no rule in force on {day}: {sorted(missing)}")
    majority = rows[Kind.MAJORITY]
    return Rules(
        quorum=_share(rows[Kind.QUORUM]),
        voting=VotingRule(_share(majority), majority.base, bool(rows[Kind.CASTING].number)),
        notice=rows[Kind.NOTICE].number,
        notice_extra=rows[Kind.NOTICE_EXTRA].number,
        term=rows[Kind.TERM].number,
        renewals=rows[Kind.RENEWALS].number,
        expiry=rows[Kind.EXPIRY].number,
        parity=_share(rows[Kind.PARITY]),
    )


def _share(rule: CouncilRule) -> Share:
    return Share(rule.number, rule.out_of, rule.is_more_than)


def seat_of(user: User, on: date) -> Mandate | None:
    """The seat that `user` holds that day, or None; the titular one where there are two."""
    if not user.is_active:
        return None
    rows = Mandate.objects.in_force(on).of(user).select_related("councillor", "organisation")
    return min(rows, key=lambda each: each.role == Mandate.Role.ALTERNATE, default=None)


def check_seat(user: User, on: date) -> Mandate:
    """The seat of `user` that day; raises Refused where they hold none."""
    seat = seat_of(user, on)
    if seat is None:
        raise Refused(NOT_A_MEMBER)
    return seat


def roles_of(user: User, on: date, *, chaired_by: Mandate | None = None) -> frozenset[str]:
    """As what `user` may act in the council that day: member, chair, secretary.

    Of a session, and of what was voted in it, the chair is `chaired_by`: the presidency may have
    been away, and who led it signs its acta also after their term ended. As the room is closed to
    them by then, whoever presides that day may sign it in their place: no acta waits for ever.
    """
    seat = seat_of(user, on)
    roles = set()
    if seat is not None:
        roles.add(MEMBER)
    if chaired_by is not None:
        is_theirs = user.is_active and chaired_by.councillor.user_id == user.pk
        if is_theirs or (seat is not None and stands_for_chair(seat, chaired_by, on)):
            roles.add(CHAIR)
    elif seat is not None and seat.role == Mandate.Role.PRESIDENCY:
        roles.add(CHAIR)
    # Voice and no vote: whoever keeps the council's papers holds no seat in it.
    if may(user, "keep_council") and seat is None:
        roles.add(SECRETARY)
    return frozenset(roles)


def stands_for_chair(seat: Mandate, chaired_by: Mandate, on: date) -> bool:
    """Whether `seat` presides that day, and who chaired a session sits in the council no more."""
    if seat.role != Mandate.Role.PRESIDENCY or seat.councillor_id == chaired_by.councillor_id:
        return False
    return not Mandate.objects.in_force(on).filter(councillor=chaired_by.councillor_id).exists()


def check_may_do(
    user: User, transition: Transition, on: date, *, chaired_by: Mandate | None = None
) -> None:
    """Raises Refused, with a sentence, where `user` may not do that act of the council."""
    if roles_of(user, on, chaired_by=chaired_by) & set(transition.who):
        return
    if SECRETARY in transition.who and MEMBER not in transition.who and CHAIR not in transition.who:
        raise Refused("Eso lo hace la secretaría ejecutiva del Consejo.")
    if transition.who == (CHAIR,):
        raise Refused("Eso lo hace quien preside la sesión.")
    raise Refused(NOT_A_MEMBER)


def council_users(on: date) -> list[User]:
    """Who may enter the room that day, by the order in which they were written down."""
    seated = Mandate.objects.in_force(on).filter(councillor__user__isnull=False)
    return list(
        User.objects.filter(
            pk__in=seated.values("councillor__user"), is_active=True, is_councillor=True,
            is_staff=False,
        ).order_by("pk")
    )  # fmt: skip


def council_seat_ahead(councillor: Councillor, today: date) -> Mandate | None:
    """The seat that a person holds today or will hold, or None."""
    rows = Mandate.objects.filter(councillor=councillor, ends_on__gte=today)
    ahead = [each for each in rows if each.last_day >= today]
    return min(ahead, key=lambda each: each.starts_on, default=None)
