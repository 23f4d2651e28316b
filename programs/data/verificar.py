#!/usr/bin/env python3
"""Vuelve a calcular todo lo que la página «Cuadratura» dice de esta cuenta.

Uso: python3 verificar.py [carpeta del paquete] [--csv]

No necesita instalar nada (Python 3.8 o posterior) ni conexión a internet. Lee los CSV del paquete,
comprueba la huella de cada archivo, sus filas y su suma de control, y hace de nuevo cada
cuadratura. Termina con 0 si todo coincide con lo publicado, y con 1 si algo no coincide. Con --csv
escribe solo los resultados, una comprobación por línea.
"""

import csv
import hashlib
import io
import json
import re
import sys
import unicodedata
from collections import namedtuple
from decimal import Decimal as D
from decimal import InvalidOperation
from pathlib import Path

# The rules are those of programs/checks/, written again and much shorter: what the portal says can
# so be held against a second reading of the same rules. docs/package-format.md names the checks.
HOLDS, DIFFERS, UNKNOWN = "holds", "differs", "unknown"
WORDS = {HOLDS: "Cuadra", DIFFERS: "No cuadra", UNKNOWN: "No se puede comprobar"}
MONEY = {"$": D(1), "M$": D(1000), "MM$": D(1000000)}
SEXES = {"women": "mujeres", "men": "hombres", "not_reported": "no informa"}
REGIONS = ("15", "01", "02", "03", "04", "05", "13", "06", "07", "16", "08", "09", "14", "10",
           "11", "12")  # fmt: skip
FACT = ("indicator", "product", "program", "region", "sex", "scope")
HUNDRED, CENT, APART, AMONG = D(100), D("0.01"), D(100), D(10)
BIGGER, SMALLER = (D(1000), D(1000000)), (D("0.001"), D("0.000001"))
FILES = ("figures", "indicators", "tables", "columns", "rows", "rules", "outcomes")

# A check, done: `said` is held against `expected`. A blank cell is None among the `parts`.
Check = namedtuple("Check", "slug kind verdict stated said expected difference parts")
Figure = namedtuple("Figure", "key value unit low high precision note table row column fact")


# -- reading


def read(folder, name):
    """The rows of one CSV; none where the package has no such file."""
    path = folder / (name + ".csv")
    if not path.is_file():
        return []
    with io.open(str(path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return D(text) if text else None


def figure_of(row):
    value, precision = number(row["value"]), D(row["precision"])
    exact = value is None or (precision <= 1 and row["unit"] != "%")
    half = D(0) if exact else precision / 2
    ends = (None, None) if value is None else (value - half, value + half)
    fact = tuple(row[name] for name in FACT)
    place = (row["table"], row["row"], row["column"], fact)
    return Figure(row["key"], value, row["unit"], ends[0], ends[1], precision, row["note"], *place)


class Account:
    """The figures, tables and rules of a package."""

    def __init__(self, folder):
        data = {name: read(folder, name) for name in FILES}
        self.figures = [figure_of(row) for row in data["figures"]]
        self.by_key = {figure.key: figure for figure in self.figures}
        self.adds = {row["slug"]: row["aggregation"] for row in data["indicators"]}
        self.tables = [row["slug"] for row in data["tables"]]
        self.columns = {slug: [] for slug in self.tables}
        self.rows = {slug: [] for slug in self.tables}
        self.cells = {slug: {} for slug in self.tables}
        for name, found in (("columns", self.columns), ("rows", self.rows)):
            for row in data[name]:
                found[row["table"]].append(row)
        for figure in self.figures:
            if figure.table:
                self.cells.setdefault(figure.table, {})[figure.row, figure.column] = figure
        self.rules = [dict(row, parts=row["parts"].split()) for row in data["rules"]]
        self.published = data["outcomes"]
        self.before = [figure_of(row) for row in read(folder / "previous", "figures")]


# -- holding one number against another


def valued(parts):
    return [part for part in parts if part is not None and part.value is not None]


def added(parts):
    """The lowest, the highest and the printed sum of the parts that state a value."""
    found = valued(parts)
    columns = ("low", "high", "value")
    return tuple(sum((getattr(part, name) for part in found), D(0)) for name in columns)


def meet(low, high, other_low, other_high):
    """Whether two stretches share a value; `other_high` None: nobody knows how much more."""
    return other_high is None or low <= other_high if other_low <= high else False


def judged(whole, low, high, may_be_more=False):
    if meet(whole.low, whole.high, low, high):
        return UNKNOWN if high is None else HOLDS
    return UNKNOWN if may_be_more and whole.low > low else DIFFERS


def silent(slug, kind, stated, parts, verdict=UNKNOWN):
    """A check without two numbers to tell."""
    return Check(slug, kind, verdict, stated, None, None, None, parts)


def sum_check(slug, whole, parts, unlisted=False):
    low, high, value = added(parts)
    is_open = len(valued(parts)) < len(parts)
    verdict = judged(whole, low, None if is_open else high, unlisted)
    return Check(slug, "sum", verdict, whole, whole.value, value, whole.value - value, parts)


def share_check(slug, parts, whole=None, lacks=False):
    low, high, value = added(parts)
    due = HUNDRED if whole is None else whole.value
    ends = (due, due) if whole is None else (whole.low, whole.high)
    verdict = DIFFERS
    if meet(low, high, *ends):
        verdict = HOLDS
    elif (lacks or len(valued(parts)) < len(parts)) and value < due:
        verdict = UNKNOWN
    return Check(slug, "share", verdict, whole, value, due, value - due, parts)


def same_check(slug, figures):
    lows, highs = [each.low for each in figures], [each.high for each in figures]
    differs = max(lows) > min(highs)
    first, second = sorted((lows.index(max(lows)), highs.index(min(highs))))
    if not differs:
        widths = [high - low for low, high in zip(lows, highs)]
        first, second = 0, min(range(1, len(figures)), key=widths.__getitem__)
    stated, other = figures[first], figures[second].value
    verdict, difference = DIFFERS if differs else HOLDS, stated.value - other
    return Check(slug, "same", verdict, stated, stated.value, other, difference, figures)


def percentage(over, under):
    """What percentage one figure is of another: lowest, highest, printed. None without a base."""
    if len(valued([over, under])) < 2:
        return None
    half, step = (over.high - over.low) / 2, (under.high - under.low) / 2
    if under.value - step <= 0:
        return None
    ends = [(over.value + a) * HUNDRED / (under.value + b)
            for a in (-half, half) for b in (-step, step)]  # fmt: skip
    return min(ends), max(ends), over.value * HUNDRED / under.value


def unit_check(slug, parts, whole=None):
    """A value a thousand or a million times off its companions gives its unit away."""
    found = sorted((part for part in valued(parts) if part.value > 0), key=lambda each: each.value)
    verdict = UNKNOWN if len(found) < 3 else HOLDS
    odd, factor = stands_out(found)
    if odd is None or (whole is not None and odd is not whole):
        return silent(slug, "unit", whole, parts, verdict)
    mended = odd.value / factor
    return Check(slug, "unit", DIFFERS, odd, odd.value, mended, odd.value - mended, parts)


def stands_out(found):
    if len(found) < 3:
        return None, None
    values = [each.value for each in found]
    if values[-1] >= APART * values[-2]:
        odd, factors, low, high = found[-1], BIGGER, values[0], values[-2]
    elif values[1] >= APART * values[0]:
        odd, factors, low, high = found[0], SMALLER, values[1], values[-1]
    else:
        return None, None
    for factor in factors:
        if low / AMONG <= odd.value / factor <= high * AMONG:
            return odd, factor
    return None, None


def coverage_check(slug, parts):
    """Are the sixteen regions there? Silence is no zero: it never differs."""
    seen = {part.fact[3] for part in parts}
    verdict = HOLDS if all(code in seen for code in REGIONS) else UNKNOWN
    return silent(slug, "coverage", None, parts, verdict)


# -- the checks that rules declare


def declared(account):
    for rule in account.rules:
        yield run_rule(account, rule)


def selected(account, selector):
    table, _, column = selector.partition(":")
    if not column:
        return [account.by_key[selector]]
    cells = account.cells[table]
    filled = {row for row, _ in cells}
    return [cells.get((row["key"], column)) for row in account.rows[table]
            if row["is_total"] != "true" and (column == "*" or row["key"] in filled)]  # fmt: skip


def run_rule(account, rule):
    slug, kind = rule["slug"], rule["kind"]
    parts = [part for selector in rule["parts"] for part in selected(account, selector)]
    whole = account.by_key[rule["whole"]] if rule["whole"] else None
    nothing = silent(slug, kind, whole, parts)
    if kind == "coverage":
        found = {part.fact[3]: part for part in valued(parts) if part.fact[3]}
        return coverage_check(slug, list(found.values()))
    if whole is None:
        return share_check(slug, parts)
    if whole.value is None:
        return nothing
    if kind == "same":
        return same_check(slug, [whole, *valued(parts)]) if valued(parts) else nothing
    if kind == "growth":
        return growth_check(account, nothing)
    if kind == "share":
        units = {part.unit for part in parts if part is not None}
        if "%" in units or len(parts) != 2:
            return share_check(slug, parts, whole)
        found = percentage(*parts)
        return ratio_check(nothing, found) if found else nothing
    if kind == "unit":
        kin = [part for part in parts if part is not None and part.unit in MONEY]
        no_kin = whole.unit in MONEY and not kin
        return nothing if no_kin else unit_check(slug, [whole, *parts], whole)
    if kind == "count":
        count = D(len(parts))
        verdict = judged(whole, count, count)
        return Check(slug, kind, verdict, whole, whole.value, count, whole.value - count, parts)
    return sum_check(slug, whole, parts)


def ratio_check(nothing, found, shift=D(0)):
    """A stated percentage against the one that two figures make."""
    low, high, value = (each - shift for each in found)
    said = nothing.stated.value
    verdict, difference = judged(nothing.stated, low, high), (said - value).quantize(CENT)
    return nothing._replace(verdict=verdict, said=said, expected=value, difference=difference)


def growth_check(account, nothing):
    """This year's figure against the one named, or the same fact of last year's account."""
    now = nothing.parts[0]
    if len(nothing.parts) > 1:
        before = nothing.parts[1]
    elif now is None:
        return nothing
    else:
        same = [each for each in valued(account.before) if each.fact == now.fact]
        before = min(same, key=lambda each: each.precision) if same else None
    nothing = nothing._replace(parts=[now, before])
    found = percentage(now, before)
    return ratio_check(nothing, found, HUNDRED) if found else nothing


# -- the checks that tables and indicators derive


def derived(account):
    broken = breakdowns(account)
    for checks in (table_sums(account), region_sums(account, broken), repeated(account),
                   sex_shares(account), column_units(account), region_coverage(broken),
                   sex_coverage(account)):  # fmt: skip
        for check in checks:
            yield check


def states_total(account, figure):
    adds = figure is not None and account.adds.get(figure.fact[0]) == "sum"
    return adds and figure.value is not None


def table_sums(account):
    for table in account.tables:
        cells, columns = account.cells[table], account.columns[table]
        filled = {row for row, _ in cells}
        plain, totals = split(account.rows[table])
        rows = [row["key"] for row in plain if row["key"] in filled]
        for column in columns:
            parts = [cells.get((row, column["key"])) for row in rows]
            for row in totals if valued(parts) else ():
                whole = cells.get((row["key"], column["key"]))
                if states_total(account, whole):
                    extra = "-" + row["key"] if len(totals) > 1 else ""
                    slug = "suma-{}-{}{}".format(table, column["key"], extra)
                    yield sum_check(slug, whole, parts)
        across, all_totals = split(columns)
        for total in all_totals:
            kin = [each["key"] for each in across if each["indicator"] == total["indicator"]]
            for row in account.rows[table]:
                whole = cells.get((row["key"], total["key"]))
                parts = [cells.get((row["key"], column)) for column in kin]
                if states_total(account, whole) and valued(parts):
                    extra = "-" + total["key"] if len(all_totals) > 1 else ""
                    slug = "fila-{}-{}{}".format(table, row["key"], extra)
                    yield sum_check(slug, whole, parts)


def split(items):
    """Rows or columns: those that are no total, and those that are."""
    totals = [each for each in items if each["is_total"] == "true"]
    return [each for each in items if each["is_total"] != "true"], totals


def without(fact, *names):
    return tuple("" if name in names else value for name, value in zip(FACT, fact))


def breakdowns(account):
    """Every fact stated for eight regions or more: the fact, its tables, its figures."""
    facts = {}
    for figure in account.figures:
        if figure.fact[3]:
            places = facts.setdefault(without(figure.fact, "region"), {})
            places.setdefault(figure.table, []).append(figure)
    found = []
    for fact, places in facts.items():
        scattered = []
        for table, figures in places.items():
            if table and len(by_region(figures)) >= 8:
                found.append((fact, {table}, figures))
            else:
                scattered += figures
        if len(by_region(scattered)) >= 8:
            tables = {figure.table for figure in scattered if figure.table}
            found.append((fact, tables, scattered))
    return found


def by_region(figures):
    found = {}
    for figure in valued(figures):
        found.setdefault(figure.fact[3], figure)
    return found


def only(tables):
    return next(iter(tables)) if len(tables) == 1 else ""


def region_sums(account, broken):
    national = {}
    for figure in valued(account.figures):
        if not figure.fact[3]:
            national.setdefault(figure.fact, []).append(figure)
    for fact, tables, figures in broken:
        wholes, parts = national.get(fact, []), list(by_region(figures).values())
        places = [(each.table, each.fact[3]) for each in figures if each.table]
        if (not wholes or any(whole.table in tables for whole in wholes)
                or len(places) != len(set(places)) or not states_total(account, wholes[0])
                or is_deduced(account, tables, figures)
                or is_declared(account, fact, parts)):  # fmt: skip
            continue
        slug = slug_of("regiones", only(tables), fact_slug(fact))
        yield sum_check(slug, wholes[0], parts, len(parts) < len(REGIONS))


def is_deduced(account, tables, figures):
    places = {(figure.table, figure.column) for figure in figures}
    return any(column["label"].endswith("(deducido)") and (table, column["key"]) in places
               for table in tables for column in account.columns[table])  # fmt: skip


def is_declared(account, fact, parts):
    keys = {part.key for part in parts}
    return any(rule["kind"] == "sum" and rule["whole"] in account.by_key
               and account.by_key[rule["whole"]].fact == fact and keys <= set(rule["parts"])
               for rule in account.rules)  # fmt: skip


def repeated(account):
    facts = {}
    for figure in valued(account.figures):
        facts.setdefault(figure.fact, []).append(figure)
    known = [{rule["whole"], *rule["parts"]} for rule in account.rules if rule["kind"] == "same"]
    for fact, figures in facts.items():
        tables = [figure.table for figure in figures]
        kept = [each for each in figures if not each.table or tables.count(each.table) == 1]
        keys = {figure.key for figure in kept}
        if len(figures) > 1 and len(kept) > 1 and not any(keys <= other for other in known):
            yield same_check("mismo-" + fact_slug(fact), kept)


def sex_shares(account):
    groups = {}
    for figure in account.figures:
        if figure.fact[4] and account.adds.get(figure.fact[0]) == "share":
            groups.setdefault((without(figure.fact, "sex"), figure.table), []).append(figure)
    for (fact, table), figures in groups.items():
        for members in one_of_each_sex(figures):
            stated = {each.fact[4] for each in valued(members)}
            noted = {each.fact[4] for each in members if each.value is None and each.note}
            if stated:
                slug = slug_of("partes", table, fact_slug(fact))
                lacks = bool(({"women", "men"} | noted) - stated)
                yield share_check(slug, valued(members), lacks=lacks)


def one_of_each_sex(figures):
    if len({figure.fact[4] for figure in figures}) == len(figures):
        return [figures]
    rows, sets = {}, []
    for figure in figures:
        rows.setdefault(figure.row, []).append(figure)
    for row in rows.values():
        sets.append([])
        for figure in row:
            if any(figure.fact[4] == other.fact[4] for other in sets[-1]):
                sets.append([])
            sets[-1].append(figure)
    return sets


def column_units(account):
    for table in account.tables:
        cells = account.cells[table]
        plain, totals = split(account.rows[table])
        for column in (each["key"] for each in account.columns[table]):
            has_total = valued([cells.get((row["key"], column)) for row in totals])
            parts = valued([cells.get((row["key"], column)) for row in plain])
            parts = [part for part in parts if part.unit in MONEY]
            if len(parts) >= 3 and not has_total:
                yield unit_check("unidad-{}-{}".format(table, column), parts)


def region_coverage(broken):
    seen = {}
    for fact, tables, figures in broken:
        found = seen.setdefault((without(fact, "sex"), only(tables)), {})
        for code, figure in by_region(figures).items():
            found.setdefault(code, figure)
    for (fact, table), found in seen.items():
        slug = slug_of("cobertura-regiones", table, fact_slug(fact))
        yield coverage_check(slug, list(found.values()))


def sex_coverage(account):
    places = {}
    for figure in account.figures:
        if figure.fact[4]:
            facts = places.setdefault((figure.table, figure.fact[0]), {})
            facts.setdefault(without(figure.fact, "sex"), []).append(figure)
    for (table, indicator), facts in places.items():
        stated = [{each.fact[4] for each in valued(figures)} for figures in facts.values()]
        verdict = HOLDS if all({"women", "men"} <= sexes for sexes in stated) else UNKNOWN
        parts = [each for figures in facts.values() for each in valued(figures)]
        slug = slug_of("cobertura-sexos", table, indicator)
        yield silent(slug, "coverage", None, parts, verdict)


def slug_of(*words):
    text = unicodedata.normalize("NFKD", "-".join(word for word in words if word)).lower()
    return re.sub(r"[^a-z0-9]+", "-", text.encode("ascii", "ignore").decode()).strip("-")


def fact_slug(fact):
    indicator, product, program, region, sex, scope = fact
    return slug_of(indicator, product and "producto-" + product, program and "programa-" + program,
                   region and "region-" + region, sex and SEXES[sex],
                   scope and "grupo-" + scope)  # fmt: skip


def checks_of(account):
    """Every check, in the order of the portal; the same figures are not judged twice."""
    found, taken, times = list(declared(account)), set(), {}
    known = {signature(check) for check in found}
    found += [check for check in derived(account) if signature(check) not in known]
    for check in found:
        slug = check.slug
        while slug in taken:
            times[check.slug] = times.get(check.slug, 1) + 1
            slug = "{}-{}".format(check.slug, times[check.slug])
        taken.add(slug)
        yield check._replace(slug=slug)


def signature(check):
    stated = check.stated.key if check.stated else ""
    return check.kind, stated, frozenset(part.key for part in check.parts if part is not None)


# -- the files


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wrong_files(folder):
    """What is not as the lists of the package say, a sentence each."""
    sums = folder / "SHA256SUMS"
    for line in sums.read_text(encoding="utf-8").splitlines() if sums.is_file() else ():
        noted, _, name = line.partition("  ")
        if not (folder / name).is_file():
            yield "Falta el archivo {}.".format(name)
        elif sha256(folder / name) != noted:
            yield "El archivo {} no es el publicado: su huella es otra.".format(name)
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for each in described["resources"]:
        rows = read(folder, each["name"])
        if len(rows) != each.get("rows", len(rows)):
            yield "{}: hay {} filas y debería haber {}.".format(
                each["path"], len(rows), each["rows"])  # fmt: skip
        for column, noted in each.get("sums", {}).items():
            value = sum((D(row[column]) for row in rows if row[column]), D(0))
            if value != D(noted):
                yield "{}: la columna {} suma {} y debería sumar {}.".format(
                    each["path"], column, plain(value), noted)  # fmt: skip


def wrong_checks(account, checks):
    """Where the checks that were published say something else."""
    published = {row["slug"]: row for row in account.published}
    for check in checks if published else ():
        row = published.pop(check.slug, None)
        if row is None:
            yield "{}: no está entre las comprobaciones publicadas.".format(check.slug)
        elif (row["verdict"], row["difference"]) != (check.verdict, plain(check.difference)):
            told = (check.slug, WORDS[check.verdict].lower(), plain(check.difference) or "ninguna",
                    WORDS.get(row["verdict"], row["verdict"]).lower(),
                    row["difference"] or "ninguna")  # fmt: skip
            yield "{}: ahora {}, diferencia {}; lo publicado dice {}, {}.".format(*told)
    for slug in published:
        yield "{}: se publicó y con estos datos no se puede hacer.".format(slug)


# -- telling


def plain(value):
    """A plain decimal, as the package writes it; empty for None."""
    if value is None:
        return ""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def printable(text):
    """Without what could move a terminal's cursor."""
    return "".join(letter for letter in text if letter.isprintable())


def shown(value, unit):
    """In pesos, things or percentage points, as Chile writes it."""
    text = plain(abs(value).quantize(CENT) if value % 1 else abs(value))
    whole, _, rest = text.partition(".")
    text = "{:,}".format(int(whole)).replace(",", ".") + ("," + rest if rest else "")
    sign = "−" if value < 0 else ""
    return sign + ("$ " + text if unit in MONEY else text + (" %" if unit == "%" else ""))


def told(check, title):
    """The check as a person reads it: its result, and the two numbers with their difference."""
    lines = ["", "{}: {}".format(WORDS[check.verdict], title or check.slug)]
    lines += ["  " + check.slug] if title else []
    if check.difference is not None:
        unit = check.stated.unit if check.stated else "%"
        is_sum = check.kind == "share" and check.said - check.expected == check.difference
        words = "las partes suman {}, deben sumar {}" if is_sum else "dice {}, resulta {}"
        numbers = words.format(shown(check.said, unit), shown(check.expected, unit))
        lines.append("  {}: diferencia {}".format(numbers, shown(check.difference, unit)))
    return "\n".join(lines)


def summary(checks):
    counts = [sum(check.verdict == verdict for check in checks) for verdict in WORDS]
    one = ("cuadra", "no cuadra", "no se puede comprobar")
    many = ("cuadran", "no cuadran", "no se pueden comprobar")
    said = ["{} {}".format(count, one[place] if count == 1 else many[place])
            for place, count in enumerate(counts) if count]  # fmt: skip
    text = " y ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else "Nada"
    return text + "."


def report(folder, account, checks, problems):
    titles = {row["slug"]: printable(row["title"]) for row in account.published}
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    print(printable(described["title"]))
    sums = folder / "SHA256SUMS"
    if sums.is_file():
        print("Huella de la edición: " + sha256(sums))
        print("Compárela con la que muestra la página de la edición en el portal.")
    else:
        print("Esta carpeta no trae SHA256SUMS: no se comprobó la huella de sus archivos.")
    for verdict in (DIFFERS, UNKNOWN, HOLDS):
        for check in checks:
            if check.verdict == verdict:
                print(told(check, titles.get(check.slug, "")))
    print("\n" + summary(checks))
    for problem in problems:
        print("ATENCIÓN. " + problem)
    if not account.published:
        print("Esta carpeta no trae outcomes.csv: no hay resultados publicados que comparar.")
    elif not problems:
        print("Los archivos, sus filas, sus sumas y sus cuadraturas son los publicados.")


def verify(folder, as_csv):
    """Do everything again; 0 where all is as it was published."""
    try:
        problems = list(wrong_files(folder))
        account = Account(folder)
        checks = list(checks_of(account))
    except (OSError, ValueError, KeyError, TypeError, csv.Error, InvalidOperation) as wrong:
        print("ATENCIÓN. No se pueden leer los datos de esta carpeta: {!r}.".format(wrong))
        print("Baje de nuevo el paquete, descomprímalo entero y ejecute el programa en su carpeta.")
        return 1
    problems += wrong_checks(account, checks)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("slug", "kind", "verdict", "stated", "expected", "difference"))
        for check in checks:
            stated = check.stated.key if check.stated else ""
            writer.writerow((check.slug, check.kind, check.verdict, stated,
                             plain(check.expected), plain(check.difference)))  # fmt: skip
    else:
        report(folder, account, checks, problems)
    return 1 if problems else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    asked = [each for each in sys.argv[1:] if not each.startswith("-")]
    if "-h" in sys.argv or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0)
    here = Path(asked[0]) if asked else Path(__file__).resolve().parent
    sys.exit(verify(here, "--csv" in sys.argv))
