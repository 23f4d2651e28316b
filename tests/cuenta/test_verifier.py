"""`verificar.py`, alone and in an empty environment, says what the page «Cuadratura» says."""

import ast
import csv
import importlib.util
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuenta.pages import files
from cuenta.pages.cuadratura import summary_of
from cuenta.pages.site import Site
from programs.checks import Outcome, run_checks
from programs.ledger import CheckKind, Figure, Ledger, Rule, Sex, Unit
from programs.package import write_package
from programs.package_schema import number_text
from programs.verifier import PROGRAM
from tests.cuenta.printing import seed_ledger, seed_site
from tests.ledgers import edition_of, small_ledger, small_site

Told = list[tuple[str, ...]]


@cache
def package(site: Site) -> bytes:
    """The ZIP that the page of data offers."""
    return next(each.content or b"" for each in files.pages(site) if each.path == files.PACKAGE)


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program of the package, as a citizen runs it: no site packages, nothing in the way."""
    command = [sys.executable, "-I", "-S", str(folder / "verificar.py"), *arguments]
    return subprocess.run(
        command, cwd=folder, env={}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def told_by(outcomes: Iterable[Outcome]) -> Told:
    return [
        (each.slug, each.kind.value, each.verdict.value, each.stated.key if each.stated else "",
         number_text(each.expected), number_text(each.difference))
        for each in outcomes
    ]  # fmt: skip


def test_it_prints_what_the_page_of_checks_of_sercotec_prints(tmp_path: Path) -> None:
    site = seed_site()
    folder = unpacked(package(site), tmp_path)

    printed, told = run(folder), run(folder, "--csv")

    assert printed.returncode == told.returncode == 0, printed.stdout[-500:] + printed.stderr
    rows = [tuple(row) for row in csv.reader(io.StringIO(told.stdout))][1:]
    assert rows == told_by(site.outcomes)
    assert summary_of(site.outcomes).text in printed.stdout
    for outcome in site.outcomes:
        assert outcome.title in printed.stdout
    assert "No cuadra: " in printed.stdout
    assert "dice 416, resulta 547: diferencia −131" in printed.stdout
    assert "son los publicados" in printed.stdout


def test_it_says_the_hash_that_the_page_of_the_edition_shows(tmp_path: Path) -> None:
    folder = unpacked(package(seed_site()), tmp_path)

    sums = subprocess.run(
        ["sha256sum", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=True
    )

    assert f"Huella de la edición: {sums.stdout.split()[0]}" in run(folder).stdout


TAMPERED = {
    "a figure of a sum that held": ("figures.csv", b"14021000000,MM$", b"14022000000,MM$"),
    "a row less": ("terms.csv", b"\n", b"\n,,,\n"),
    "a published verdict": ("outcomes.csv", b"differs", b"holds"),
    "a published difference": ("outcomes.csv", b"-131", b"-130"),
    "the words of a chapter": ("chapters/pymes.md", b"Se", b"Ya"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_package_that_was_tampered_with_ends_in_one_and_says_so(
    tmp_path: Path, what: str
) -> None:
    name, before, after = TAMPERED[what]
    folder = unpacked(package(small_site()), tmp_path)
    content = (folder / name).read_bytes()
    assert before in content
    (folder / name).write_bytes(content.replace(before, after, 1))

    ran = run(folder)

    assert ran.returncode == 1
    assert f"ATENCIÓN. El archivo {name} no es el publicado: su huella es otra." in ran.stdout
    assert "son los publicados" not in ran.stdout


def test_new_hashes_do_not_hide_a_changed_figure(tmp_path: Path) -> None:
    folder = unpacked(package(small_site()), tmp_path)
    (folder / "SHA256SUMS").unlink()
    figures = (folder / "figures.csv").read_bytes()
    (folder / "figures.csv").write_bytes(figures.replace(b"14021000000,MM$", b"14099000000,MM$"))

    ran = run(folder)

    assert ran.returncode == 1
    assert "suma-pymes-monto: ahora no cuadra, diferencia -78000000" in ran.stdout
    assert "figures.csv: la columna value suma" in ran.stdout
    assert "no trae SHA256SUMS" in ran.stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [("figures.csv", b"key\n\xff\n"), ("figures.csv", b"key,value\na,muchos\n"),
     ("datapackage.json", b"{"), ("rules.csv", b"slug,kind,whole,parts\na,sum,nada,nada\n")],
)  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes) -> None:
    folder = unpacked(package(small_site()), tmp_path)
    (folder / name).write_bytes(content)

    ran = run(folder)

    assert ran.returncode == 1
    assert "Baje de nuevo el paquete" in ran.stdout
    assert ran.stderr == ""


def test_growth_is_checked_against_the_figures_of_last_year(tmp_path: Path) -> None:
    """They travel beside the edition, and no other package carries them."""
    ledger = small_ledger()
    grown = replace(
        ledger.figure["centros-asesorados"], key="crecio", value=Decimal(10), unit=Unit.PERCENT
    )
    rule = Rule("crecimiento", CheckKind.GROWTH, "Creció", "crecio", ("centros-asesorados",))
    now = replace(ledger, figures=(*ledger.figures, grown), rules=(*ledger.rules, rule))
    before = replace(
        ledger,
        figures=tuple(
            replace(each, value=Decimal(20_000)) if each.key == "centros-asesorados" else each
            for each in ledger.figures
        ),
    )
    edition = edition_of(now)
    site = Site(now, edition, (edition,), "https://cuenta.example", previous=before)
    folder = unpacked(package(site), tmp_path)

    ran = run(folder, "--csv")

    (outcome,) = [each for each in site.outcomes if each.slug == "crecimiento"]
    assert outcome.differs
    assert ",".join(told_by([outcome])[0]) in ran.stdout
    assert not (unpacked(package(small_site()), tmp_path / "otro") / "previous").exists()


def test_it_is_written_for_python_3_8() -> None:
    text = PROGRAM.read_text(encoding="utf-8")

    tree = ast.parse(text, feature_version=(3, 8))

    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        name.name.split(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }  # fmt: skip
    assert not names & {"removeprefix", "removesuffix", "is_relative_to", "with_stem"}
    assert imported <= set(sys.stdlib_module_names)


# -- the same rules, read twice: every account gives the same checks


@cache
def verifier() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verificar", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told_by_program(ledger: Ledger) -> Told:
    with tempfile.TemporaryDirectory() as folder:
        write_package(ledger, Path(folder))
        checks = verifier().checks_of(verifier().Account(Path(folder)))
        plain = verifier().plain
        return [
            (each.slug, each.kind, each.verdict, each.stated.key if each.stated else "",
             plain(each.expected), plain(each.difference))
            for each in checks
        ]  # fmt: skip


VALUES = st.one_of(
    st.none(),
    st.integers(0, 300).map(Decimal),
    st.integers(1, 9_000).map(lambda each: Decimal(each) * 1_000_000),
    st.decimals(0, 120, places=1),
)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "value": VALUES,
    "unit": st.sampled_from(Unit),
    "precision": st.sampled_from([Decimal("0.1"), Decimal(1), Decimal(1000), Decimal(1_000_000)]),
    "sex": st.sampled_from(["", *(sex.value for sex in Sex)]),
    "region": st.sampled_from(["", "08", "13", "16"]),
    "program": st.sampled_from(["", "crece", "ruta-digital"]),
    "indicator": st.sampled_from(["transferencias", "beneficiarios", "participacion"]),
    "note": st.sampled_from(["", "en proceso de selección"]),
    "table": st.just(""),
}
SELECTORS = (
    "pymes:monto",
    "genero:mujeres",
    "capacitacion-virtual:total",
    "productos:beneficiarios",
)


@st.composite
def changed_figures(draw: st.DrawFn, ledger: Ledger) -> tuple[Figure, ...]:
    figures = list(ledger.figures)
    for place in draw(st.lists(st.integers(0, len(figures) - 1), max_size=12, unique=True)):
        name = draw(st.sampled_from(sorted(CHANGES)))
        figures[place] = replace(figures[place], **{name: draw(CHANGES[name])})
    return tuple(figures)


@st.composite
def rules(draw: st.DrawFn, ledger: Ledger) -> tuple[Rule, ...]:
    keys = [figure.key for figure in ledger.figures]
    selectors = [name for name in SELECTORS if name.split(":")[0] in ledger.table]
    found = []
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(CheckKind))
        parts = draw(st.lists(st.sampled_from([*keys, *selectors]), min_size=1, max_size=4))
        may_be_bare = kind in (CheckKind.SHARE, CheckKind.COVERAGE)
        whole = "" if may_be_bare and draw(st.booleans()) else draw(st.sampled_from(keys))
        found.append(Rule(f"regla-{number}", kind, "Una regla", whole, tuple(parts)))
    return tuple(found)


@st.composite
def accounts(draw: st.DrawFn) -> Ledger:
    ledger = small_ledger()
    figures = draw(changed_figures(ledger))
    return replace(ledger, figures=figures, rules=draw(rules(ledger)), explanations=())


@settings(
    max_examples=int(os.environ.get("VERIFIER_EXAMPLES", "40")), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(accounts())
def test_any_account_gives_the_checks_of_the_portal(ledger: Ledger) -> None:
    assert told_by_program(ledger) == told_by(run_checks(ledger))


def test_the_account_of_sercotec_gives_the_checks_of_the_portal() -> None:
    assert told_by_program(seed_ledger()) == told_by(run_checks(seed_ledger()))
