"""Whatever the bytes: a proposal, or sentences. Never a traceback."""

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from programs.incoming import propose_file
from programs.proposals import Proposal
from programs.spreadsheets import Number
from programs.spreadsheets.escaping import escaped, unescaped
from programs.spreadsheets.number_formats import as_shown, format_of
from tests.programs.filing import ods, small_account, xlsx

ACCOUNT = small_account()
FIELDS = ["clave", "indicador", "programa", "región", "sexo", "grupo", "valor", "unidad", "nota",
          "página", "tabla", "fila", "columna", "capítulo", "título"]  # fmt: skip
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(content: bytes, name: str = "cifras.xlsx") -> Proposal:
    """What the import says of these bytes: a sound proposal or problems, each a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        proposal = propose_file(path, ACCOUNT, name=name)
    assert proposal.is_sound != bool(proposal.problems)
    assert all(problem.message.rstrip().endswith((".", "?", "»")) for problem in proposal.problems)
    assert all("\n" not in problem.typed for problem in proposal.problems)
    return proposal


def sample_workbook(kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        rows = [["clave", "indicador", "valor"], ["a", "personas", 1], ["b", "personas", "2"]]
        return {"xlsx": xlsx, "ods": ods}[kind](Path(folder), rows).read_bytes()


SAMPLES = {kind: sample_workbook(kind) for kind in ("xlsx", "ods")}
cell_texts = st.one_of(
    st.sampled_from(["", "Crece", "crece", "personas", "Transferencias", "MM$ 5", "49%", "1.234,5",
                     "-", "Biobío", "8", "M$", "mujeres", "resultados", "Ferias", "Gente", "#REF!",
                     "'=1", "=1+1", "\x00", "\ud7ff", "1e999", "NaN"]),
    st.text(max_size=40),
)  # fmt: skip
cell_values = st.one_of(
    st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=30),
    st.sampled_from(["", "Crece", "personas", "Transferencias", "MM$ 5", "Biobío", "k-1"]),
    st.integers(), st.floats(), st.booleans(), st.datetimes(), st.none(),
)  # fmt: skip


@EXAMPLES
@given(st.binary(max_size=4_000), st.sampled_from(["a.xlsx", "a.ods", "a.csv", "a.zip", "a"]))
def test_any_bytes_are_answered(content: bytes, name: str) -> None:
    answer(content, name)


@EXAMPLES
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_workbook_with_damaged_bytes_is_answered(kind: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    answer(bytes(content))


@EXAMPLES
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_workbook_with_foreign_parts_is_answered(kind: str, data: st.DataObject) -> None:
    """Each part well zipped, its text broken: the parsers meet what no program writes."""
    with zipfile.ZipFile(BytesIO(SAMPLES[kind])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    text = bytearray(parts[name] or b" ")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        chosen = [b"<", b">", b'"', b"9", b"-1", b"1e999", b"&#0;", b"A", b"", b"</c>", b"\xff"]
        text[place : place + data.draw(st.integers(0, 8))] = data.draw(st.sampled_from(chosen))
        text = text or bytearray(b" ")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, content in {**parts, name: bytes(text)}.items():
            archive.writestr(part, content)

    answer(out.getvalue())


@EXAMPLES
@given(st.lists(st.lists(cell_texts, min_size=15, max_size=15), min_size=1, max_size=6),
       st.sampled_from([";", ",", "\t"]))  # fmt: skip
def test_a_csv_of_any_cells_is_answered(rows: list[list[str]], separator: str) -> None:
    lines = [separator.join(FIELDS)]
    lines += [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]

    answer("\n".join(lines).encode("utf-8", "surrogatepass"), "a.csv")


@settings(EXAMPLES, max_examples=60)
@given(st.lists(st.lists(cell_values, min_size=15, max_size=15), min_size=1, max_size=4))
def test_a_workbook_of_any_cells_is_answered(rows: list[list[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cifras")
    sheet.append(FIELDS)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)

    answer(out.getvalue())


@EXAMPLES
@given(st.text())
def test_escaping_is_undone_exactly_and_never_leaves_a_formula(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@EXAMPLES
@given(st.text('0#?.,%;[]"\\$MdmyhsE+-@_*/ Red', max_size=30), st.floats(-1e17, 1e17))
def test_any_format_shows_any_number_somehow(code: str, number: float) -> None:
    shown = as_shown(repr(number), format_of(code))

    assert not isinstance(shown, Number) or shown.typed
