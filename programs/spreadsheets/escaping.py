"""Text in a spreadsheet is never a formula.

A program of spreadsheets may run a cell that starts with `= + - @`, a tabulator or a return
(CWE-1236). What we write for people gets an apostrophe in front; reading takes it away again.
"""

import re

_RUNS = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def escaped(text: str) -> str:
    """The text as it can stand in a cell that a person opens."""
    return f"'{text}" if _RUNS.match(text) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text[1:] if _ESCAPED.match(text) else text
