"""What tells who somebody is lights up; the figures of an account do not."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.folios import folio_of
from participation.personal_data import Found, Kind, check_digit, find_personal_data

RUNS = (
    "12.345.678-5", "12345678-5", "7.654.321-6", "(12.345.678-5)", "12.345.678–5",
    "RUT 123456785", "RUN 234567891", "Rut: 12.345.678-9", "RUN N° 12 345 678-5",
    "mi run es 12.345.678",
    "cédula de identidad N° 7.654.321-6", "C.I. 7654321", "20.347.878-K", "20347878k",
)  # fmt: skip
EMAILS = (
    "ana.perez@ejemplo.cl", "ANA_PEREZ+x@sub.ejemplo.com", "ñandú@correo.cl", "ana @ gmail.com",
    "ana [arroba] ejemplo.cl", "ana(at)ejemplo.cl", "ana arroba ejemplo punto cl",
)  # fmt: skip
TELEPHONES = (
    "+56 9 8765 4321", "+56987654321", "+569 87654321", "(+56) 9 8765 4321", "0056 9 8765 4321",
    "56 9 8765 4321", "987654321", "9 8765 4321", "9-8765-4321", "9.8765.4321", "98765 4321",
    "987 654 321", "09 8765 4321", "9 87 65 43 21", "+56 2 2345 6789", "(2) 2345 6789",
    "(02) 234 5678", "(45) 221 0000", "2 2345 6789", "22 345 6789", "fono 2345678",
    "Teléfono: 45 2 210 000", "mi cel es 8765 4321", "wsp 987654321",
)  # fmt: skip
ADDRESSES = (
    "Av. Los Aromos 123", "av matta 1234", "Avenida Libertador Bernardo O'Higgins 1449",
    "Avenida 21 de Mayo 345", "AVDA. ARGENTINA 77", "calle Las Rosas N° 45, depto. 302",
    "Calle Prat 850", "Pasaje 3, casa 12", "psje. el roble 77", "Pasaje Los Olmos #12-B",
    "Villa Los Héroes, casa 14", "población La Victoria, pasaje 5 casa 12", "depto 304",
    "Condominio Las Brisas casa 5", "Camino a Lonquén km 12,5", "parcela 12",
    "vivo en calle los aromos 123", "domicilio: pasaje el sol 4",
)  # fmt: skip
EXAMPLES = [
    *((Kind.RUN, each) for each in RUNS),
    *((Kind.EMAIL, each) for each in EMAILS),
    *((Kind.TELEPHONE, each) for each in TELEPHONES),
    *((Kind.ADDRESS, each) for each in ADDRESSES),
]


@pytest.mark.parametrize(("kind", "written"), EXAMPLES)
def test_what_tells_who_somebody_is_lights_up(kind: Kind, written: str) -> None:
    text = f"Buenas tardes: {written}, gracias."

    found = find_personal_data(text)

    assert [each.kind for each in found] == [kind]
    assert found[0].text in written
    digits = [character for character in written if character.isdigit()]
    assert [character for character in found[0].text if character.isdigit()] == digits


@pytest.mark.parametrize(
    "text",
    [
        # Of Sercotec's account, and what people write about it.
        "$ 1.234.567", "Macro Feria Talca\t12\t$84.700.000", "$105.481.568.578 + $ 15.291.426.472",
        "Total región\t1.968.898.397\t1.012", "M$ 912.345.678", "MM$ 1.234", "$ 912345678",
        "912.345.678", "495.050 millones de pesos", "987654321 pesos", "987654321 %", "98,5 %",
        "PEFP Programa 40025181-0 Reactívate Prov. Llanquihue\t184\t126",
        "Código BIP N° 40008704-0 (FONDEMA)\t411\t99", "proyecto 40008704-0",
        "Caleta Los Verdes\t8\t$92.808.228", "Barrio Lastarria\t37\t$30.000.000",
        "53.222 personas", "de 9 1.234 a 9 2.345", "9 de cada 10", "9 10 11 12 13",
        "1 2 3 4 5 6 7 8 9 10 11 12", "las regiones 15, 01, 02, 03, 04, 05, 13",
        "2021 2022", "entre 2019-2021 y 2022", "(2) 2021 2022", "el 27-05-2022 a las 12:30",
        "Ley 19.880", "la Ley N° 20.500, art. 4", "Resolución Exenta N° 912345678",
        "Decreto 12345678-5", "folio CPP-2022-000123-8", "CPP 2022 987654321 7",
        # A company, and a number that is no RUN.
        "RUT 76.123.456-0", "12.345.678-4", "$ 12.345.678-5",
        "en la calle hay 200 personas", "la calle 4", "por la avenida Matta", "Avenida 21 de Mayo",
        "Calle Prat 1.500 locales", "la avenida Matta en 2021, 1.234 locales",
        "población beneficiada 2021", "Población Objetivo 1.234", "Villa Alemana 25",
        "Villa Alegre 45", "el camino de 2021 fue largo", "pasaje de bus 800 pesos",
        "Departamento de Estudios 2022", "Avances del programa 2021", "av 2021",
        "www.sercotec.cl", "@sercotec", "una arroba de papas", "600 365 2222", "",
    ],
)  # fmt: skip
def test_the_figures_of_an_account_do_not_light_up(text: str) -> None:
    assert find_personal_data(text) == ()


@pytest.mark.parametrize("number", [1, 123, 999_999, 12_345_678, 987_654_321])
def test_a_folio_does_not_light_up(number: int) -> None:
    assert find_personal_data(f"Mi folio es {folio_of(2022, number)}.") == ()


def test_all_of_a_letter_lights_up_in_its_order() -> None:
    text = (
        "Soy Ana, RUN 12.345.678-5, de Av. Los Aromos 123, depto. 4. Postulé en 2021 a Crece "
        "($ 3.000.000) y no me llamaron al +56 9 8765 4321 ni a ana@ejemplo.cl. Ley 19.880."
    )

    found = find_personal_data(text)

    assert [(each.kind, each.text) for each in found] == [
        (Kind.RUN, "12.345.678-5"),
        (Kind.ADDRESS, "Av. Los Aromos 123, depto. 4"),
        (Kind.TELEPHONE, "+56 9 8765 4321"),
        (Kind.EMAIL, "ana@ejemplo.cl"),
    ]


@pytest.mark.parametrize(
    ("body", "check"),
    [(12_345_678, "5"), (7_654_321, "6"), (11_111_111, "1"), (30_686_957, "4"), (1_000_005, "K")],
)
def test_the_check_digit_is_modulo_eleven(body: int, check: str) -> None:
    assert check_digit(body) == check


words = st.sampled_from(
    ["hola", "el 2021", "$ 1.234.567", "Ley 19.880", "á", "\n", "😀", "-", ".", " ", "ñ", ","]
)
pieces = st.lists(words | st.sampled_from([written for _, written in EXAMPLES]) | st.text())


@given(pieces, st.sampled_from(["", " ", ", "]))
def test_places_are_true_sorted_and_apart(parts: list[str], between: str) -> None:
    text = between.join(parts)

    found = find_personal_data(text)

    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.integers(1_000_000, 34_999_999), st.text(alphabet="áñ😀. \n", max_size=20))
def test_every_persons_run_lights_up_where_it_stands(body: int, before: str) -> None:
    run = f"{body:,}-{check_digit(body)}".replace(",", ".")
    text = f"{before} {run} y más"

    found = find_personal_data(text)

    assert found == (Found(Kind.RUN, len(before) + 1, len(before) + 1 + len(run), run),)


@given(st.integers(0, 99_999_999))
def test_every_mobile_telephone_lights_up(number: int) -> None:
    text = f"Llámeme al +569{number:08d}"

    assert [each.kind for each in find_personal_data(text)] == [Kind.TELEPHONE]


@given(st.integers(0, 10**12))
def test_no_amount_lights_up(amount: int) -> None:
    pesos = f"{amount:,}".replace(",", ".")

    assert find_personal_data(f"Total\t$ {pesos}\t{pesos}\t$ {amount}") == ()


@pytest.mark.parametrize(
    "part",
    ["9 ", "a", "A a ", "á ", "a.", "1.2", " ", "(", "de la ", "a.b@", "$ ", "+56", "1", "9-", "@"],
)
@pytest.mark.parametrize(
    "start", ["", "calle ", "av. ", "villa ", "a@", "+56", "fono ", "RUN ", "$"]
)
def test_a_hostile_text_takes_no_time(start: str, part: str) -> None:
    text = start + part * (3_000 // len(part))

    began = time.process_time()
    find_personal_data(text)

    assert time.process_time() - began < 3, "one that goes back and forth takes minutes"
