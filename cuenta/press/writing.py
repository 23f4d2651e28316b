"""Pages into files: the text, and beside it what gzip and brotli make of it."""

import gzip
import os
import shutil
from pathlib import Path

import brotli
from django.template.loader import render_to_string

from cuenta.pages.site import Page, Site

COMPRESSIBLE = {
    ".html", ".css", ".js", ".json", ".csv", ".svg", ".xml", ".atom", ".txt", ".bib", ".md", "",
}  # fmt: skip
SMALLEST = 256  # bytes: under it a compressed variant saves less than its header costs
BROTLI_QUALITY = 9  # 11 takes eight times as long for 3 % fewer bytes


def write_page(folder: Path, site: Site, page: Page) -> int:
    """Print one page under `folder`; its size in bytes."""
    content = page.content if page.content is not None else _rendered(site, page)
    write_file(folder / file_name(page.path), content)
    return len(content)


def file_name(path: str) -> str:
    """`cifras/crece/` → `cifras/crece/index.html`; other addresses are files already."""
    return path + "index.html" if not path or path.endswith("/") else path


def _rendered(site: Site, page: Page) -> bytes:
    context = {"site": site, "page": page, **page.context}
    return render_to_string(page.template, context).encode()


def write_file(target: Path, content: bytes) -> None:
    """A file and its compressed variants, where they are smaller."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    if target.suffix in COMPRESSIBLE and len(content) >= SMALLEST:
        compress_beside(target, content)


def compress_beside(target: Path, content: bytes) -> None:
    """Write `.gz` and `.br` next to a file; the same bytes always give the same files."""
    for suffix, packed in (
        (".gz", gzip.compress(content, compresslevel=9, mtime=0)),
        (".br", brotli.compress(content, quality=BROTLI_QUALITY)),
    ):
        if len(packed) < len(content):
            target.with_name(target.name + suffix).write_bytes(packed)


def link_tree(source: Path, target: Path) -> int:
    """The same files under another folder, without copying a byte; how many there are."""
    files = 0
    for folder, _, names in os.walk(source):
        here = target / Path(folder).relative_to(source)
        here.mkdir(parents=True, exist_ok=True)
        for name in names:
            _link(Path(folder) / name, here / name)
            files += 1
    return files


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without hard links
        shutil.copy2(source, target)
