"""How fast the press prints, and what ten times the figures cost."""

from running import Clock, forgotten, load_now, portal, publish, record

TIMES = 10


def main() -> None:
    load = load_now()
    with portal():
        from accounts import explained, grown, seed

        whole = seed()
        large = explained(grown(whole, TIMES * len(whole.figures)))
        rows = [_measure("Sercotec 2022", whole), _measure(f"{TIMES} times the figures", large)]
    for row in rows:
        row["times"] = round(row["cpu s"] / rows[0]["cpu s"], 1)
    record("pressing", rows, load)


def _measure(name: str, ledger: object) -> dict[str, object]:
    from django.conf import settings
    from django.test import override_settings

    from cuenta.press.printing import print_site

    figures = len(ledger.figures)  # type: ignore[attr-defined]
    with forgotten(), override_settings(PRESS_ROOT=settings.PRESS_ROOT / str(figures)):
        publish(ledger)
        clock = Clock()
        printed = print_site()
        wall, cpu = clock.read()
    assert printed is not None
    return {
        "account": name,
        "figures": figures,
        "files": printed.pages,
        "wall s": round(wall, 1),
        "cpu s": round(cpu, 1),
        "files a second": round(printed.pages / wall),
    }


if __name__ == "__main__":
    main()
