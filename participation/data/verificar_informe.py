#!/usr/bin/env python3
"""Comprueba un informe de respuestas con lo que cualquiera puede bajar.

Uso: python3 verificar.py [carpeta o informe.zip] [registro.jsonl]

No necesita instalar nada (Python 3.8 o posterior) ni conexión a internet. Comprueba la huella de
cada archivo, que todos los formatos digan lo mismo, y que las cantidades sean las de sus filas. Con
el registro público (/participacion/registro.jsonl, en la misma carpeta o nombrado al final) recorre
además toda la cadena, cuenta otra vez desde los asientos y busca la publicación de este informe.
Termina con 0 si todo coincide, y con 1 si algo no coincide.
"""

import csv
import hashlib
import io
import json
import sys
import tempfile
import zipfile
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

# What an act leads to, and which states still owe an answer: written again here, so that the portal
# can be held against a second reading. participation/transitions.py is the first.
TARGETS = {
    "receive": "received", "admit": "admitted", "ask_mend": "mending", "mend": "received",
    "lapse": "withdrawn", "refuse": "not_admitted", "overturn": "admitted", "refer": "referred",
    "convert": "converted", "assign": "assigned", "unassign": "admitted", "group": "grouped",
    "ungroup": "admitted", "release": "admitted", "draft": "drafting",
    "send_to_review": "in_review", "return": "drafting", "answer": "answered",
    "notify": "notified", "close": "closed", "redraft": "drafting", "discard": "answered",
    "withdraw": "withdrawn",
}  # fmt: skip
OWED = ("received", "mending", "admitted", "assigned", "drafting", "in_review", "grouped")
ENDED = ("not_admitted", "withdrawn", "referred", "converted")
GENESIS = "0" * 64
SUMS, LINES, REGISTER = "SHA256SUMS", "informe.jsonl", "registro.jsonl"
UNREADABLE = (OSError, ValueError, LookupError, TypeError, StopIteration, zipfile.BadZipFile)
AWAY = ("Derivada", "Convertida")  # how the states that are not answered begin


# -- the files


def sha256(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(65536), b""):
            digest.update(piece)
    return digest.hexdigest()


def wrong_files(folder):
    """What is not as the list of hashes says, a sentence each."""
    listed = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    for line in listed:
        noted, _, name = line.partition("  ")
        if not (folder / name).is_file():
            yield "Falta el archivo {}.".format(name)
        elif sha256(folder / name) != noted:
            yield "El archivo {} no es el publicado: su huella es otra.".format(name)


def content(folder):
    """What the version says of itself, and its rows by section, from the file that has all."""
    sections = {}
    with io.open(str(folder / LINES), encoding="utf-8", newline="\n") as lines:
        head = json.loads(next(lines))
        for line in lines:
            row = json.loads(line)
            sections.setdefault(row["seccion"], []).append(row["fila"])
    return head, sections


def wrong_formats(folder, sections):
    """Where a CSV does not say what the file with all says."""
    for path in sorted(folder.glob("*.csv")):
        with io.open(str(path), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        said = sections.get(path.stem, [])
        if len(rows) != len(said):
            yield "{} tiene {} filas y {} tiene {}.".format(
                path.name, len(rows), LINES, len(said))  # fmt: skip
            continue
        for place, (row, cells) in enumerate(zip(rows, said), 1):
            if any(not same(row[name], value) for name, value in cells.items()):
                yield "{}: la fila {} no dice lo mismo que {}.".format(path.name, place, LINES)
                break


def same(cell, value):
    """Whether a cell of a CSV says `value`: nothing is empty, and a quote guards a formula."""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return cell in (text, "'" + text)


# -- the figures, from the report's own rows


def figures_of(sections):
    return {row["codigo"]: row["valor"] for row in sections.get("resumen", [])}


def wrong_sums(sections):
    """Where the figures of the summary are not those of the rows."""
    said, asked = figures_of(sections), sections.get("preguntas", [])
    answered = [row for row in asked if row["respondida"] and not row["estado"].startswith(AWAY)]
    effects = Counter(row["efecto"] for row in answered)
    late = {row["codigo"]: row for row in sections.get("atrasos", [])}
    away = ("no_admitidas", "derivadas", "convertidas", "retiradas")
    counted = {
        "respondidas": len(answered),
        "en_plazo": sum(row["respondida"][:10] <= row["vence"] for row in answered),
        "fuera_de_plazo": late["todas"]["respondidas"],
        "esperan_vencidas": late["todas"]["esperan"],
        "por_responder": said["recibidas"] - sum(said[code] for code in away),
    }
    for row in sections.get("resumen", []):
        if row["codigo"].startswith("efecto_"):
            counted[row["codigo"]] = effects[find_effect(row["cifra"], effects)]
    for sentence in differences(said, counted, "sus filas"):
        yield sentence
    themes = Counter(row["tema"] for row in asked)
    for row in sections.get("temas", []):
        if row["preguntas"] != themes[row["tema"]]:
            yield "El tema «{}» dice {} preguntas y tiene {}.".format(
                row["titulo"], row["preguntas"], themes[row["tema"]])  # fmt: skip
    for row in answered:
        if row["en_plazo"] != (row["respondida"][:10] <= row["vence"]):
            yield "{}: se respondió el {}, vencía el {}, y el informe dice otra cosa.".format(
                row["folio"], row["respondida"][:10], row["vence"])  # fmt: skip


def find_effect(words, effects):
    """Which effect of the rows a figure like «Respuesta: informa» counts; itself if none."""
    name = words.partition(": ")[2]
    return next((each for each in effects if each.lower() == name), name)


def differences(said, counted, whence):
    for code in sorted(counted):
        if said.get(code) != counted[code]:
            yield "«{}»: el informe dice {} y contando {} son {}.".format(
                code, said.get(code), whence, counted[code])  # fmt: skip


# -- the figures, from the public register


class Register:
    """The whole chain, read once, and what it says of one account up to an entry."""

    def __init__(self, path, head, sums):
        year, _, number = head["informe"].partition("/")
        self.name, self.sums, self.until = "INF-{}-{}".format(year, number), sums, head["asiento"]
        self.prefix = "CPP-{}-".format(year)
        self.states, self.answers, self.instants = {}, {}, {}
        self.published, self.grouped, self.extended = set(), set(), set()
        self.seal, self.is_told, self.count, self.problems = GENESIS, False, 0, []
        before = GENESIS
        with io.open(str(path), encoding="utf-8", newline="\n") as lines:
            for line in lines:
                before = self.read(line.rstrip("\n"), before)

    def read(self, line, before):
        entry, self.count = json.loads(line), self.count + 1
        if (entry["previous"], entry["number"]) != (before, self.count) and not self.problems:
            self.problems.append("El registro no es una cadena entera: se corta en el asiento "
                                 "{}.".format(entry["number"]))  # fmt: skip
        found = hashlib.sha256(line.encode("utf-8")).hexdigest()
        if entry["number"] == self.until:
            self.seal = found
        if entry["object_type"] == "report" and entry["object_id"] == self.name:
            is_mine = entry["act"] == "publish" and entry["detail"].get("sha256") == self.sums
            self.is_told = self.is_told or is_mine
        is_ours = entry["object_type"] == "submission" and entry["number"] <= self.until
        if is_ours and entry["object_id"].startswith(self.prefix):
            self.count_in(entry["object_id"], entry["act"], entry["detail"], entry["at"])
        return found

    def count_in(self, folio, act, detail, at):
        if act == "receive":
            if detail.get("channel") == "council":
                return
            self.states[folio] = "received"
        if folio not in self.states:
            return
        self.states[folio] = TARGETS.get(act, self.states[folio])
        if act in ("admit", "overturn"):
            self.published.add(folio)
        elif act == "answer":
            self.instants.setdefault(folio, at)
            self.answers.setdefault(folio, {})[detail.get("answer")] = detail.get("sha256")
        elif act == "group":
            self.grouped.add(folio)
        elif act in ("ungroup", "release"):
            self.grouped.discard(folio)
        elif act == "extend":
            self.extended.add(folio)

    def figures(self):
        states = Counter(self.states.values())
        ended = {folio for folio, state in self.states.items() if state in ENDED}
        owed = [folio for folio, state in self.states.items() if state in OWED]
        return {
            "recibidas": len(self.states), "publicadas": len(self.published),
            "no_admitidas": states["not_admitted"], "derivadas": states["referred"],
            "convertidas": states["converted"], "retiradas": states["withdrawn"],
            "por_responder": len(self.states) - len(ended),
            "respondidas": len(set(self.answers) - ended),
            "esperan": sum(folio not in self.answers for folio in owed),
            "agrupadas": len(self.grouped - ended), "ampliadas": len(self.extended - ended),
        }  # fmt: skip


def wrong_register(register, head, sections):
    """Where the public register says something else."""
    for sentence in register.problems:
        yield sentence
    if register.seal != head["huella"]:
        yield "El asiento {} del registro no tiene la huella que dice el informe.".format(
            head["asiento"])  # fmt: skip
    if not register.is_told:
        yield ("El registro no tiene la publicación de un informe con esta huella. Baje el "
               "registro de nuevo; si sigue igual, esta copia no es la publicada.")  # fmt: skip
    for sentence in differences(figures_of(sections), register.figures(), "el registro"):
        yield sentence
    for row in sections.get("preguntas", []):
        if row["respondida"] and not same_second(row, register.instants.get(row["folio"])):
            yield "{}: el registro no dice que se respondió en ese instante.".format(row["folio"])
    for row in sections.get("respuestas", []):
        if register.answers.get(row["folio"], {}).get(row["version"]) != row["sha256"]:
            yield "{}, versión {}: el registro tiene otra huella de la respuesta.".format(
                row["folio"], row["version"])  # fmt: skip


def same_second(row, at):
    if at is None:
        return False
    told = datetime.fromisoformat(row["respondida"]).astimezone(timezone.utc)
    return told.strftime("%Y-%m-%dT%H:%M:%S") == at[:19]


# -- telling


def verify(folder, path):
    """Check everything; the problems found, in sentences."""
    sums = folder / SUMS
    head, sections = content(folder)
    year, number = map(int, head["informe"].split("/"))
    partial = " (parcial: la recepción no había terminado)" if head.get("parcial") else ""
    print("Informe de respuestas de la cuenta {}, versión {}{}".format(year, number, partial))
    print("Huella de sus archivos ({}): {}".format(SUMS, sha256(sums)))
    steps = [
        ("Cada archivo tiene la huella publicada", wrong_files(folder)),
        ("Los CSV dicen lo mismo que " + LINES, wrong_formats(folder, sections)),
        ("Las cantidades del resumen son las de sus filas", wrong_sums(sections)),
    ]
    if path is not None:
        register = Register(path, head, sha256(sums))
        words = "El registro ({} asientos) cuenta lo mismo y tiene esta publicación"
        steps.append((words.format(register.count), wrong_register(register, head, sections)))
    problems = []
    for words, found in steps:
        found = list(found)
        print("{}  {}".format("NO" if found else "SÍ", words))
        problems += found
    if path is None:
        print("--  Sin el registro público no se pudo contar otra vez desde los asientos. Bájelo "
              "de /participacion/{} a esta carpeta.".format(REGISTER))  # fmt: skip
        print("    Mientras tanto, compare la huella con la que muestra la página del informe.")
    return problems


def run(arguments, here):
    """0 where everything is as it was published."""
    named = [Path(each) for each in arguments]
    registers = [each for each in named if each.suffix == ".jsonl"]
    rest = [each for each in named if each.suffix != ".jsonl"]
    place = rest[0] if rest else here
    with tempfile.TemporaryDirectory() as spare:
        folder = place
        try:
            if place.suffix == ".zip":
                with zipfile.ZipFile(str(place)) as archive:
                    archive.extractall(spare)
                folder, place = Path(spare), place.parent
            beside = place / REGISTER
            path = registers[0] if registers else beside if beside.is_file() else None
            problems = verify(folder, path)
        except UNREADABLE as wrong:
            print("ATENCIÓN. No se puede leer el informe: {!r}.".format(wrong))
            print("Baje de nuevo informe.zip y descomprímalo entero en una carpeta vacía.")
            return 1
    for problem in problems:
        print("ATENCIÓN. " + "".join(each for each in problem if each.isprintable()))
    print("Algo no coincide." if problems else "Todo coincide.")
    return 1 if problems else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    asked = [each for each in sys.argv[1:] if not each.startswith("-")]
    if "-h" in sys.argv or "--help" in sys.argv:
        print(__doc__)
        sys.exit(0)
    sys.exit(run(asked, Path(__file__).resolve().parent))
