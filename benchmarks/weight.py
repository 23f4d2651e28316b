"""What a reader downloads: HTML and styles of the front page, and of the heaviest of each kind."""

from pathlib import Path

from running import forgotten, load_now, portal, publish, record

LIMIT_KB = 30
KINDS = {
    "front page": "index.html",
    "account": "cuentas/2022/index.html",
    "program": "cuentas/2022/programas/*/index.html",
    "table": "cuentas/2022/tablas/*/index.html",
    "region": "cuentas/2022/regiones/*/index.html",
    "figure": "cuentas/2022/cifras/*/index.html",
}


def main() -> None:
    load = load_now()
    with portal() as folder:
        from accounts import seed

        from cuenta.press.printing import print_site

        with forgotten():
            publish(seed())
            print_site()
        site, static = (folder / "press" / "current").resolve(), folder / "static"
        style = next((static / "css").glob("portal.????????????.css"))
        rows = [_row(kind, list(site.glob(pattern)), style) for kind, pattern in KINDS.items()]
    record("weight", rows, load)


def _row(kind: str, pages: list[Path], style: Path) -> dict[str, object]:
    heaviest = max(pages, key=lambda page: _sent(page, ".gz"))
    gzipped = _sent(heaviest, ".gz") + _sent(style, ".gz")
    brotli = _sent(heaviest, ".br") + _sent(style, ".br")
    return {
        "heaviest": kind,
        "of": len(pages),
        "html KB": _kb(heaviest.stat().st_size),
        "html gzip KB": _kb(_sent(heaviest, ".gz")),
        "with css gzip KB": _kb(gzipped),
        "with css brotli KB": _kb(brotli),
        f"under {LIMIT_KB} KB": "yes" if gzipped <= LIMIT_KB * 1000 else "no",
    }


def _sent(file: Path, ending: str) -> int:
    """Bytes of the compressed variant; of the file itself where it is too small for one."""
    packed = file.with_name(file.name + ending)
    return (packed if packed.exists() else file).stat().st_size


def _kb(size: int) -> float:
    return round(size / 1000, 1)


if __name__ == "__main__":
    main()
