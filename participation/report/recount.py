"""The figures of the report counted again from the register alone. Pure.

Anyone can do the same with `registro.csv`: an entry says which filing, which act, and of what
channel it was received. What an act leads to is the table of transitions.
"""

from collections import Counter
from collections.abc import Iterable

from participation.transitions import ACTION, OPEN

PUBLISHES = ("admit", "overturn")
SEPARATES = ("ungroup", "release")
COUNCIL = "council"
_ENDED = ("not_admitted", "withdrawn", "referred", "converted")


def recount(entries: Iterable[tuple[str, str, str | None]]) -> dict[str, int]:
    """Figures by the codes of the summary, from (folio, act, channel) in the register's order.

    One short text is kept for each filing. The council's filings are left out.
    """
    states: dict[str, str] = {}
    published: set[str] = set()
    answered: set[str] = set()
    grouped: set[str] = set()
    extended: set[str] = set()
    for folio, act, channel in entries:
        if act == "receive":
            if channel == COUNCIL:
                continue
            states[folio] = "received"
        if folio not in states:
            continue
        known = ACTION.get(act)
        if known is not None and known.target:
            states[folio] = known.target
        if act in PUBLISHES:
            published.add(folio)
        elif act == "answer":
            answered.add(folio)
        elif act == "group":
            grouped.add(folio)
        elif act in SEPARATES:
            grouped.discard(folio)
        elif act == "extend":
            extended.add(folio)
    return _figures(states, published, answered, grouped, extended)


def _figures(
    states: dict[str, str], published: set[str], answered: set[str], grouped: set[str],
    extended: set[str],
) -> dict[str, int]:  # fmt: skip
    by_state = Counter(states.values())
    ended = {folio for folio, state in states.items() if state in _ENDED}
    waiting = sum(
        state in OPEN and folio not in answered for folio, state in states.items()
    )  # fmt: skip
    return {
        "recibidas": len(states),
        "publicadas": len(published),
        "no_admitidas": by_state["not_admitted"],
        "derivadas": by_state["referred"],
        "convertidas": by_state["converted"],
        "retiradas": by_state["withdrawn"],
        "por_responder": len(states) - len(ended),
        "respondidas": len(answered - ended),
        "esperan": waiting,
        "agrupadas": len(grouped - ended),
        "ampliadas": len(extended - ended),
    }
