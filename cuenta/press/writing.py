"""Pages into files: the text, and beside it what gzip and brotli make of it."""

import gzip
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
from django.template.loader import render_to_string

from cuenta.pages.site import Page, Site

COMPRESSIBLE = {
    ".html", ".css", ".js", ".json", ".csv", ".svg", ".xml", ".atom", ".txt", ".bib", ".md", ".py",
    ".jsonld",
    "",
}  # fmt: skip
SMALLEST = 1_400  # bytes: what goes in one packet anyway arrives no sooner for being smaller
# Quality 9 with its usual window of 4 MB zeroes megabytes of tables for each page: 5 ms, against
# 0.2 ms with a window of 64 KB, where pages fit whole. 11 takes 70 times as long for 10 % less.
BROTLI_QUALITY = 9
PAGE_WINDOW, WIDE_WINDOW = 16, 22  # logarithms of the bytes looked back


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
    try:
        target.write_bytes(content)
    except FileNotFoundError:  # the first file of its folder
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if len(content) >= SMALLEST and target.suffix in COMPRESSIBLE:
        for suffix, packed in compressed(content):
            target.with_name(target.name + suffix).write_bytes(packed)


def compress_asset(target: Path) -> None:
    """Put the compressed variants beside a file that is being served: whole or not at all."""
    for suffix, packed in compressed(target.read_bytes()):
        unfinished = target.with_name(f".{target.name}{suffix}.{os.getpid()}")
        unfinished.write_bytes(packed)
        unfinished.replace(target.with_name(target.name + suffix))


def compressed(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Ending and bytes of each variant that is smaller; the same bytes always give the same."""
    for suffix, packed in (
        (".gz", gzip.compress(content, compresslevel=9, mtime=0)),
        (".br", _brotli(content)),
    ):
        if len(packed) < len(content):
            yield suffix, packed


def _brotli(content: bytes) -> bytes:
    window = PAGE_WINDOW if len(content) <= 1 << PAGE_WINDOW else WIDE_WINDOW
    packed: bytes = brotli.compress(content, quality=BROTLI_QUALITY, lgwin=window)
    return packed


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
