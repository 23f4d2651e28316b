"""How a new portal's council decides, until staff write what the institution's own norm says.

Ley 18.575, art. 74, leaves integration, organisation, competence and functioning to that norm; so
all of these are our own choice and say so.
"""

from datetime import date
from typing import NamedTuple

from participation.models.councillors import CouncilRule

Kind, Base = CouncilRule.Kind, CouncilRule.Base
RULED_FROM = date(2000, 1, 1)
_OWN_NORM = "Norma de participación de la institución (Ley 18.575, artículo 74)"


class Default(NamedTuple):
    """One rule; the names are those of `CouncilRule`."""

    kind: str
    number: int
    out_of: int = 1
    is_more_than: bool = False
    base: str = ""


RULES = (
    Default(Kind.QUORUM, 1, 2, True, Base.IN_OFFICE),
    Default(Kind.MAJORITY, 1, 2, True, Base.CAST),
    Default(Kind.NOTICE, 5),
    Default(Kind.NOTICE_EXTRA, 2),
    Default(Kind.CASTING, 1),
    Default(Kind.TERM, 24),
    Default(Kind.RENEWALS, 1),
    Default(Kind.EXPIRY, 60),
    Default(Kind.PARITY, 2, 5, False, Base.IN_OFFICE),
)


def write_council_rules() -> None:
    """Add the rules that are missing; what staff wrote stays. Runs after every migration."""
    CouncilRule.objects.bulk_create(
        [
            CouncilRule(
                **rule._asdict(), citation=_OWN_NORM, is_analogy=True, valid_from=RULED_FROM
            )
            for rule in RULES
        ],
        ignore_conflicts=True,
    )
