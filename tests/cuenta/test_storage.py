"""One sheet on the wire, several on the desk."""

from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

from cuenta.storage import BUNDLES, IMPORT, BundledStorage

SOURCES = Path(__file__).resolve().parents[2] / "static"


def collected(folder: Path) -> BundledStorage:
    """Our own static files as collectstatic leaves them."""
    storage = BundledStorage(location=folder, base_url="/static/")
    paths = {}
    for finder in get_finders():
        for name, source in finder.list([]):
            if name.startswith(("css/", "fonts/", "img/")) and (SOURCES / name).exists():
                paths[name] = (source, name)
                if not storage.exists(name):
                    with source.open(name) as file:
                        storage.save(name, file)
    failed = [done for _, _, done in storage.post_process(paths) if isinstance(done, Exception)]
    assert failed == []
    return storage


def test_bundle_holds_its_sheets_and_imports_nothing(tmp_path: Path) -> None:
    storage = collected(tmp_path)

    text = (tmp_path / storage.stored_name("css/portal.css")).read_text()

    assert "@import" not in text
    assert text.index("--paper") < text.index(".top{") < text.index(".facts{") < text.index("@page")


def test_bundle_names_its_fonts_by_their_hash(tmp_path: Path) -> None:
    storage = collected(tmp_path)

    text = (tmp_path / storage.stored_name("css/portal.css")).read_text()

    font = storage.stored_name("fonts/roboto-latin-wght-normal.woff2")
    assert f"../{font}" in text


def test_second_collection_does_not_keep_an_old_sheet(tmp_path: Path) -> None:
    collected(tmp_path)
    (tmp_path / "css" / "portal.css").write_text("body{color:red}")

    storage = collected(tmp_path)

    assert "color:red" not in (tmp_path / storage.stored_name("css/portal.css")).read_text()


def test_every_sheet_named_by_a_bundle_exists() -> None:
    for bundle in BUNDLES:
        names = IMPORT.findall((SOURCES / bundle).read_text())
        assert names
        assert all((SOURCES / "css" / name).exists() for name in names)
