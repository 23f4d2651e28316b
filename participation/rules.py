"""The rules the portal starts with: clocks, holidays, reasons. Staff change them afterwards."""

from datetime import date

from participation.models import ClockRule

SINCE = date(2000, 1, 1)


def write_rules() -> None:
    """Add the rules that are missing; what staff changed is left as it is."""
    known = set(ClockRule.objects.values_list("clock", flat=True))
    ClockRule.objects.bulk_create(
        rule for rule in _clocks() if rule.clock not in known
    )


def _clocks() -> list[ClockRule]:
    clock, hours = ClockRule.Clock, ClockRule.Unit.HOURS
    since = {"valid_from": SINCE}
    return [
        ClockRule(clock=clock.ROUTE, length=24, unit=hours,
                  citation="Ley 19.880, artículo 24", is_analogy=True, **since),
        ClockRule(clock=clock.ANSWER, length=45,
                  citation="Práctica publicada por servicios: 45 y 46 días hábiles",
                  is_analogy=True, **since),
    ]  # fmt: skip
