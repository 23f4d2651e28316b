"""The README's two lines are the ones that are tested, and its table names every variable."""

import re

from cuenta.bootstrap import COMMANDS
from cuenta.local.place import CHECKOUT

README = (CHECKOUT / "README.md").read_text()


def first_block(heading: str) -> str:
    """The first fenced block under a heading."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(r"```\w*\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1].strip()


def test_each_line_is_one_command_that_works_from_a_bare_python() -> None:
    for heading, command in (("Run it", "demo"), ("Test it", "test")):
        assert first_block(heading) == f"python3 manage.py {command}"
        assert command in COMMANDS


def test_ci_runs_the_line_of_the_readme() -> None:
    assert (CHECKOUT / ".ci" / "run").read_text().splitlines()[-1] == first_block("Test it")


def test_every_variable_of_the_settings_is_in_the_table() -> None:
    settings = (CHECKOUT / "cuenta" / "settings.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|required|sealing_keys)\(\s*"([A-Z_]+)"', settings))

    assert len(read) > 10
    assert {name for name in read if f"`{name}`" not in README} == set()
