"""Names of files are shown, stored and sent as headers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.attachment_kinds import LONGEST_NAME, LONGEST_NAME_BYTES
from participation.attachments import clean_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("carta.pdf", "carta.pdf"),
        ("Ordinario N° 12 «Ñuñoa».pdf", "Ordinario N° 12 «Ñuñoa».pdf"),
        ("C:\\Users\\ana\\carta.pdf", "carta.pdf"),
        ("../../etc/passwd", "passwd"),
        ("sen\u0303or.pdf", "señor.pdf"),
        ("factura\u202efdp.exe", "facturafdp.exe"),
        ("car\x00ta\r\nX-Malo: 1.pdf", "carta X-Malo- 1.pdf"),
        ("  .oculto.pdf ", "oculto.pdf"),
        ("a\u200b\u2028b.pdf", "a b.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1", "_LPT1"),
        ("...", "archivo"),
        ("", "archivo"),
        ("carpeta/", "archivo"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("a" * 500 + ".pdf") == "a" * (LONGEST_NAME - 4) + ".pdf"


def test_a_name_is_short_enough_for_a_disk_in_bytes_too() -> None:
    assert clean_name("\N{ROCKET}" * 100 + ".pdf") == "\N{ROCKET}" * 49 + ".pdf"


@given(st.text(max_size=400))
def test_no_name_is_dangerous_and_cleaning_twice_changes_nothing(typed: str) -> None:
    name = clean_name(typed)

    assert name
    assert name not in (".", "..")
    assert len(name) <= LONGEST_NAME
    assert len(name.encode()) <= LONGEST_NAME_BYTES
    assert not set(name) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(each)[0] == "C" for each in name)
    assert clean_name(name) == name
