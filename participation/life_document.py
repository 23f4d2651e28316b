"""A life as a diagram and two tables, in Markdown: what docs/states-*.md are made of. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from programs.transitions import State


def life_of(
    states: Sequence[State], acts: Sequence[Any], who: str, doer: Callable[[Any], str]
) -> list[str]:
    """The lines; `acts` are transitions, `who` heads the column of what `doer` says of each."""
    lines = [*diagram_of(states[0].code, acts)]
    lines += ["", "| state | on screen | sentence | whose turn |", "|---|---|---|---|"]
    lines += [f"| `{s.code}` | {s.label} | {s.sentence} | {s.turn} |" for s in states]
    lines += ["", f"| act | from | to | {who} | on screen | law |", "|---|---|---|---|---|---|"]
    return lines + [
        f"| `{act.action}` | {', '.join(f'`{source}`' for source in act.sources)} | "
        f"{f'`{act.target}`' if act.target else 'the same'} | {doer(act)} | {act.label} | "
        f"{act.law or '–'} |"
        for act in acts
    ]


def diagram_of(first: str, acts: Iterable[Any]) -> Iterator[str]:
    """The lines of a Mermaid diagram that begins in the state `first`."""
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {first}")
    for act in acts:
        for source in act.sources:
            if act.target not in ("", source):
                yield f"    {source} --> {act.target}: {act.action}"
    yield "```"
