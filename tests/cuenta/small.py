"""A site of a few pages, for tests that print many times."""

from dataclasses import replace
from pathlib import Path

from cuenta.press.releases import Releases
from programs.ledger import Ledger
from programs.package import read_package
from tests.cuenta.printed import SEED


def small_ledger(title: str = "Cuenta de prueba") -> Ledger:
    """Three figures of the seed, with what they need."""
    seed = read_package(SEED)
    figures = tuple(each for each in seed.figures if not each.table)[:3]
    kept = {each.key for each in figures}
    chapters = tuple(
        replace(each, body="Texto de prueba.", parent="") for each in seed.chapters[:2]
    )
    figures = tuple(replace(each, chapter=chapters[0].slug) for each in figures)
    return replace(
        seed,
        title=title,
        chapters=chapters,
        tables=(),
        figures=figures,
        rules=(),
        explanations=(),
        errata=tuple(each for each in seed.errata if each.figure in kept),
        terms=(),
    )


def release_of(root: Path, files: dict[str, str], manifest: dict[str, str] | None = None) -> Path:
    """Print `files` by hand into a new release and switch it in."""
    releases = Releases(root)
    with releases.printing() as folder:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        releases.switch(folder, manifest or {})
    return folder
