"""Whatever the documentation says to type works as it is written."""

import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from cuenta.api.examples import commands, programs
from cuenta.api.reference import reference
from participation.models import Submission
from programs.api.problems import KINDS
from programs.models import Edition
from tests.api.world import freeze
from tests.participation.factories import NOW, submission_at

HOW_TO = Path(settings.BASE_DIR) / "docs" / "how-to"
GUIDE = (HOW_TO / "api.md").read_text()
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
         for line in block.strip().splitlines()]  # fmt: skip
SHOWN = [each.command for each in commands("https://cuenta.example.cl")]
PAGE = "/api/v1/documentacion/"
FRESH = "$(python3 -c 'import uuid; print(uuid.uuid4())')"  # what a shell runs within a line


@pytest.fixture
def published(edition: Edition, time_machine: Any) -> Edition:
    """The seed account with one question that waits for its answer."""
    time_machine.move_to(NOW, tick=False)
    submission_at("admitted", account=edition.account, email="")
    return edition


def run(line: str) -> Any:
    """What a line of curl gets, from the test client."""
    words = shlex.split(line.replace(FRESH, str(uuid4())))
    assert words.pop(0) == "curl"
    headers, address, body, method = {}, "", None, "get"
    while words:
        match words.pop(0):
            case "-s":
                pass
            case "-I":
                method = "head"
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            case "-d":
                body, method = words.pop(0), "post"
            case other:
                assert other.startswith("https://cuenta.example.cl/"), other
                address = other
    parts = urlsplit(address)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if method == "post":
        kind = headers.pop("Content-Type")
        return Client().post(target, body, content_type=kind, headers=headers)
    return getattr(Client(), method)(target, headers=headers)


# Nobody asked about that program, and no report was made: a name that is none would be a 400.
EMPTY_HERE = ("/programas/crece/", "/reports/")


@pytest.mark.parametrize("line", [*SHOWN, *SHELL])
def test_every_line_for_the_terminal_works_as_it_is_written(published: Edition, line: str) -> None:
    answer = run(line)

    assert answer.status_code in (200, 201, 202), answer.content.decode()
    if answer.content and "results" in answer.json():
        is_empty = any(each in line for each in EMPTY_HERE)
        assert bool(answer.json()["results"]) is not is_empty, "it shows nothing"


def test_what_the_lines_send_is_filed(published: Edition) -> None:
    before = Submission.objects.count()

    for line in (*SHOWN, *SHELL):
        run(line)

    assert Submission.objects.count() == before + 3


@pytest.mark.django_db(transaction=True)
def test_the_python_guide_runs_as_it_is_written(live_server: Any, settings: Any) -> None:
    settings.SITE_URL = live_server.url
    freeze()

    done = subprocess.run(
        [sys.executable, str(HOW_TO / "api_python.py"), live_server.url],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "sums worked out again" in done.stdout
    assert "Nothing changed since the last time." in done.stdout
    assert "No cuadra:" in done.stdout
    python, _ = programs(live_server.url)
    done = subprocess.run(
        [sys.executable, "-c", python.command],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "mujeres" in done.stdout


def test_nobody_is_given_an_identifier_that_opens_what_another_filed() -> None:
    sent = [line for line in (*SHOWN, *SHELL) if " -d " in line]

    assert len(sent) == 3
    for line in sent:
        assert f""""uid": "'{FRESH}'\"""" in line


def test_the_page_and_the_guide_show_the_same_snippet_for_r() -> None:
    _, snippet = programs("https://cuenta.example.cl")

    assert snippet.command in GUIDE


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here")
def test_the_snippet_for_r_runs_as_it_is_written(live_server: Any, settings: Any) -> None:
    settings.SITE_URL = live_server.url
    freeze()
    (snippet,) = re.findall(r"```r\n(.*?)```", GUIDE, re.DOTALL)

    done = subprocess.run(
        ["Rscript", "-e", snippet.replace("https://cuenta.example.cl", live_server.url)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag in ("style", "script") else []
        self.ids += [str(given["id"])] if "id" in given else []
        if tag == "a" and str(given.get("href", "")).startswith("#"):
            self.links.append(str(given["href"])[1:])


def _page() -> tuple[Any, _Page]:
    answer = Client().get(PAGE)
    assert answer.status_code == 200
    read = _Page()
    read.feed(answer.content.decode())
    return answer, read


def test_the_page_needs_no_script_and_no_style_of_its_own(published: Edition) -> None:
    answer, page = _page()

    assert page.inline == []
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert not answer.cookies


def test_every_operation_and_problem_has_its_place_in_the_page(published: Edition) -> None:
    _, page = _page()

    anchors = {each.anchor for group in reference().groups for each in group.operations}
    assert anchors | set(KINDS) <= set(page.ids)
    assert set(page.links) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_type_of_a_problem_leads_to_its_line(published: Edition) -> None:
    _, page = _page()
    client = Client()

    told = [client.get("/api/v1/results/?nada=1"), client.get("/api/v1/nada/"),
            client.post("/api/v1/results/")]  # fmt: skip

    for answer in told:
        address, _, anchor = answer.json()["type"].partition("#")
        assert address == f"{settings.SITE_URL}{PAGE}"
        assert anchor in page.ids


def test_the_page_is_there_before_anything_is_published(db: None) -> None:
    answer, _ = _page()

    assert Client().get(PAGE, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert Client().post(PAGE).status_code == 405
