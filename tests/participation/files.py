"""Files as people send them, and as nobody should: made here, so that the repository holds none."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
ODT_TYPE = b"application/vnd.oasis.opendocument.text"


def zipped(
    parts: Mapping[str, bytes], *, comment: bytes = b"", stored: tuple[str, ...] = ()
) -> bytes:
    """A zip of these parts, in this order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=how)
        archive.comment = comment
    return out.getvalue()


def types(main: str) -> bytes:
    """[Content_Types].xml of a document whose main part is `main`."""
    return (
        '<?xml version="1.0"?><Types><Override PartName="/part.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{main}+xml"/></Types>'
    ).encode()


def docx(extra: Mapping[str, bytes] | None = None, **options: Any) -> bytes:
    """A document of Word, with more parts where a test wants them."""
    parts = {
        "[Content_Types].xml": types("wordprocessingml.document.main"),
        "word/document.xml": b"<document/>",
    }
    return zipped({**parts, **(extra or {})}, **options)


def xlsx(extra: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of Excel."""
    parts = {
        "[Content_Types].xml": types("spreadsheetml.sheet.main"),
        "xl/workbook.xml": b"<workbook/>",
    }
    return zipped({**parts, **(extra or {})})


def odt(extra: Mapping[str, bytes] | None = None, mimetype: bytes = ODT_TYPE) -> bytes:
    """A text of OpenDocument."""
    parts = {"mimetype": mimetype, "content.xml": b"<office/>"}
    return zipped({**parts, **(extra or {})}, stored=("mimetype",))


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any
) -> bytes:
    """An image whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def exif_of_a_telephone(orientation: int = 6) -> Image.Exif:
    """Where and by whom a photo was taken."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Juana Reservada"
    exif[0x010F] = "Camara Secreta"
    exif.get_ifd(0x8825).update({1: "S", 2: (33.0, 26.0, 14.0), 3: "W", 4: (70.0, 39.0, 1.0)})
    return exif
