"""Role × address × method, from the URLconf: an address without its row fails.

A row says, for each role in ROLES' order, the answers to GET and to an empty POST. 302 is the way
to sign in, or away from what one may not see; 403 is no; what a role may use answers anything else.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cuenta.models import MethodBreak
from programs import models
from programs.actions.accounts import prepare_account, publish_account
from programs.actions.imports import import_account
from programs.ledger import CheckKind, Column, Ledger, Row, Rule, Table
from programs.models import User
from programs.package import read_package
from tests.factories import NOW, UserFactory

SEED = Path(__file__).parents[1] / "programs" / "data" / "sercotec-2022"
PEOPLE = ("anyone", "stranger", "auditor", "editor", "publisher", "boss")
STAFF = ("auditor", "editor", "publisher", "boss")

# What may be done at an address: by whom GET answers, by whom POST is let through.
EDITORS = ("editor", "boss")
PUBLISHERS = ("publisher", "boss")
EXPLAINERS = ("editor", "publisher", "boss")
BOSS = ("boss",)
NOBODY: tuple[str, ...] = ()

DRAFT_MODELS = (
    "chapter", "table", "result", "source", "rule", "erratum", "strategicproduct", "program",
    "indicator", "term",
)  # fmt: skip


def _crud(
    name: str,
    *,
    see: tuple[str, ...] = STAFF,
    add: tuple[str, ...] = EDITORS,
    change: tuple[str, ...] = EDITORS,
    delete: tuple[str, ...] = EDITORS,
    history: tuple[str, ...] | None = None,
) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {
        f"admin:{name}_changelist": (see, see),
        f"admin:{name}_add": (add, add),
        f"admin:{name}_change": (see, change),
        f"admin:{name}_delete": (delete, delete),
        f"admin:{name}_history": (see, see) if history is None else (history, history),
    }


ROWS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "admin:index": (STAFF, STAFF),
    "admin:login": (PEOPLE, PEOPLE),
    "admin:logout": (NOBODY, STAFF),
    "admin:password_change": (STAFF, STAFF),
    "admin:password_change_done": (STAFF, NOBODY),
    "admin:second_factor": (STAFF, STAFF),
    "admin:second_factor_code": (STAFF, STAFF),
    "admin:second_factor_leave": (NOBODY, STAFF),
    "admin:second_factor_renew": (STAFF, STAFF),
    "admin:second_factor_remove": (STAFF, STAFF),
    "admin:second_factor_reset": (BOSS, BOSS),
    "admin:jsi18n": (STAFF, NOBODY),
    "admin:autocomplete": (NOBODY, NOBODY),
    "admin:view_on_site": (STAFF, STAFF),
    "admin:app_list": (STAFF, STAFF),
    "admin:programs_publicaccount_import_new": (EDITORS, EDITORS),
    "admin:programs_publicaccount_import_preview": (EDITORS, EDITORS),
    "admin:programs_publicaccount_import": (EDITORS, EDITORS),
    "admin:programs_publicaccount_template": (EDITORS, NOBODY),
    "admin:programs_publicaccount_checks": (STAFF, EXPLAINERS),
    "admin:programs_publicaccount_prepare": (EDITORS, EDITORS),
    "admin:programs_publicaccount_reopen": (EDITORS, EDITORS),
    "admin:programs_edition_verify": (NOBODY, STAFF),
    "admin:auth_user_password_change": (BOSS, BOSS),
    "cuenta:account-publish": (PUBLISHERS, PUBLISHERS),
    "cuenta:account-print": (NOBODY, PUBLISHERS),
    "cuenta:account-next": (EDITORS, EDITORS),
    "cuenta:draft": (STAFF, NOBODY),
    "cuenta:draft-page": (STAFF, NOBODY),
    **_crud("programs_publicaccount", delete=NOBODY),
    **_crud("programs_institution", delete=NOBODY),
    **_crud("programs_explanation", add=NOBODY),
    **_crud("programs_edition", add=NOBODY, change=NOBODY, delete=NOBODY, history=NOBODY),
    **_crud("programs_accountevent", add=NOBODY, change=NOBODY, delete=NOBODY, history=NOBODY),
    **_crud("programs_user", see=BOSS, add=BOSS, change=BOSS, delete=NOBODY),
    **_crud("cuenta_population", delete=NOBODY),
    **_crud("cuenta_pricevariation", delete=NOBODY),
    **_crud("cuenta_methodbreak", delete=NOBODY),
    **_crud("auth_group", see=BOSS, add=BOSS, change=BOSS, delete=BOSS),
}
for _name in DRAFT_MODELS:
    ROWS |= _crud(f"programs_{_name}")

# Published for everyone, as files; nothing is sent to them.
PUBLIC = "cuenta:"
# Other floors keep the matrix of their own addresses.
ELSEWHERE = ("participation", "admin:participation_", "api:", "room:")


def _named(patterns: Any, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _named(each.url_patterns, inner)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name or each.pattern}", each


ALL = dict(_named(get_resolver().url_patterns))
# Django's own leftovers, which lead nowhere by themselves.
NAMELESS = {name for name in ALL if name.startswith("admin:") and ALL[name].name is None}
STAFF_PAGES = sorted(name for name in ALL if name in ROWS)


def _is_public(name: str) -> bool:
    return name.startswith(PUBLIC) and name not in ROWS


def test_every_address_has_its_row() -> None:
    without = {
        name
        for name in ALL
        if name not in ROWS
        and name not in NAMELESS
        and not _is_public(name)
        and not name.startswith(ELSEWHERE)
    }
    behind_the_desk = {name for name in ALL if _is_public(name) and "admin/" in _route(name)}

    assert without == set()
    assert behind_the_desk == set()


def test_every_row_has_its_address() -> None:
    assert set(ROWS) - set(ALL) == set()


def _route(name: str) -> str:
    return str(ALL[name].pattern)


def _small() -> Ledger:
    """One chapter, two figures and the rule that compares them: pages that cost little."""
    seed = read_package(SEED)
    figure = replace(next(each for each in seed.figures if each.program), **NOWHERE)
    program = replace(seed.program[figure.program], named_after="")
    rule = Rule("misma", CheckKind.SAME, "La misma", figure.key, ("otra",))
    return replace(
        seed,
        chapters=(replace(seed.chapters[0], body="Texto.", parent=""),),
        programs=(program,),
        indicators=(seed.indicator[figure.indicator],),
        tables=(_TABLE,),
        figures=(figure, replace(figure, key="otra")),
        rules=(rule,),
        explanations=(),
        errata=(),
        terms=(replace(seed.terms[0], program=""),),
    )


NOWHERE: dict[str, Any] = {"table": "", "row": "", "column": "", "chapter": "", "highlight": None}
_TABLE = Table("una", "", "Una", (Column("una", "Una"),), (Row("una", "Una"),))


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> dict[str, Any]:
    """One of each thing, and one person of each kind."""
    settings.MEDIA_ROOT = tmp_path
    people: dict[str, User] = {
        "stranger": UserFactory(is_staff=False),
        "auditor": UserFactory(role="Auditoría"),
        "editor": UserFactory(role="Edición de datos"),
        "publisher": UserFactory(role="Publicación"),
        "boss": UserFactory(is_superuser=True),
    }
    account = import_account(_small(), by=people["editor"], now=NOW, origin="prueba")
    prepare_account(account, by=people["editor"], now=NOW)
    publish_account(account, by=people["publisher"], now=NOW)
    models.Explanation.objects.create(
        account=account, check_slug="una", difference="1", text="Una", voice="editor",
        author="Una", explained_at=NOW,
    )  # fmt: skip
    models.Erratum.objects.create(account=account, slug="una", reason="Una", noted_at=NOW)
    MethodBreak.objects.create(indicator="una", year=2022, text="Una")
    return {"account": account, "people": people}


def _address(name: str, world: dict[str, Any]) -> str:
    account = world["account"]
    if name == "admin:app_list":
        return reverse(name, args=["programs"])
    if name == "admin:view_on_site":
        return "/admin/r/1/1/"
    if name == "admin:programs_publicaccount_import_preview":
        return reverse(name, args=["no-existe"])
    if name == "admin:programs_edition_verify":
        return reverse(name, args=[account.editions.get().pk])
    if name.startswith("cuenta:draft"):
        path = ["cuadratura/"] if name.endswith("page") else []
        return reverse(name, args=[account.account_year, *path])
    if "account_id" in _route(name):
        return reverse(name, args=[account.pk])
    if name in ("admin:auth_user_password_change", "admin:second_factor_reset"):
        return reverse(name, args=[world["people"]["stranger"].pk])
    if "<" not in _route(name):
        return reverse(name)
    app, model = name.removeprefix("admin:").rsplit("_", 1)[0].split("_", 1)
    kind: Any = apps.get_model(app, model)
    row = kind.objects.order_by("pk").first()
    return reverse(name, args=[row.pk])


def _client(world: dict[str, Any], person: str) -> Client:
    client = Client(raise_request_exception=True)
    if person != "anyone":
        client.force_login(world["people"][person])
    return client


def _is_let_in(response: Any, name: str) -> bool:
    if response.status_code in (403, 405):
        return False
    if response.status_code == 404:
        return name in ("admin:view_on_site",)
    away = ("/login/", "/admin/") if name == "admin:logout" else ("/login/",)
    return not (response.status_code == 302 and any(to in response["Location"] for to in away))


# One test a role walks every address, signed in once: signing out is walked last.
@pytest.mark.parametrize("person", PEOPLE)
def test_a_role_reads_and_sends_only_what_its_row_says(world: dict[str, Any], person: str) -> None:
    wrong = []
    client = _client(world, person)
    for name in sorted(STAFF_PAGES, key="admin:logout".__eq__):
        url = _address(name, world)
        for method, allowed in zip(("get", "post"), ROWS[name], strict=True):
            response = getattr(client, method)(url)
            if _is_let_in(response, name) is not (person in allowed):
                wrong.append(f"{person} {method} {name} {url}: {response.status_code}")

    assert not wrong, "\n".join(wrong)
