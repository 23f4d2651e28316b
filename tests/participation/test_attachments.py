"""What people may attach, and what is kept of it."""

import hashlib
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from participation.attachments import Accepted, NotAccepted, check_together, inspect
from tests.participation.files import (
    OLE,
    PDF,
    docx,
    exif_of_a_telephone,
    odt,
    picture,
    types,
    xlsx,
    zipped,
)

MEGABYTE = 1024 * 1024


def look(content: bytes, name: str) -> Accepted:
    return inspect(BytesIO(content), name)


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(NotAccepted) as refused:
        look(content, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "name", "content_type", "was_rewritten"),
    [
        (PDF, "carta.pdf", "application/pdf", False),
        (picture("JPEG"), "foto.JPG", "image/jpeg", True),
        (picture("PNG"), "plano.png", "image/png", True),
        (odt(), "carta.odt", "application/vnd.oasis.opendocument.text", False),
        (
            docx(),
            "carta.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            False,
        ),
        (
            xlsx(),
            "gastos.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            False,
        ),
    ],
)
def test_the_six_kinds_are_taken(
    content: bytes, name: str, content_type: str, was_rewritten: bool
) -> None:
    upload = SimpleUploadedFile(name, content, content_type="application/x-lies")

    taken = inspect(upload, name)

    assert (taken.name, taken.content_type) == (name, content_type)
    assert (taken.size, taken.was_rewritten) == (len(taken.content), was_rewritten)
    assert taken.sha256 == hashlib.sha256(taken.content).hexdigest()
    assert was_rewritten or taken.content == content


def test_a_photo_loses_who_where_and_with_what() -> None:
    sent = picture(
        "JPEG", exif=exif_of_a_telephone(), comment=b"nota secreta", icc_profile=b"perfil secreto"
    )
    assert b"Juana Reservada" in sent
    assert b"nota secreta" in sent
    assert b"perfil secreto" in sent

    kept = look(sent + b"PK\x03\x04 al final", "foto.jpg").content

    for secret in (b"Juana", b"Camara", b"secret", b"Exif", b"ICC_PROFILE", b"PK\x03\x04"):
        assert secret not in kept
    with Image.open(BytesIO(kept)) as image:
        assert not image.getexif()


def test_a_photo_is_turned_before_its_orientation_is_dropped() -> None:
    sent = picture("JPEG", (40, 20), exif=exif_of_a_telephone(orientation=6))

    kept = look(sent, "foto.jpg").content

    with Image.open(BytesIO(kept)) as image:
        assert image.size == (20, 40)
        red, _, blue = image.convert("RGB").getpixel((10, 2))  # type: ignore[misc]
        assert red > 200 > 60 > blue


def test_a_png_loses_its_text_and_keeps_its_transparency() -> None:
    from PIL.PngImagePlugin import PngInfo

    note = PngInfo()
    note.add_text("Author", "Juana Reservada")
    sent = picture("PNG", mode="RGBA", pnginfo=note, exif=exif_of_a_telephone())

    kept = look(sent, "plano.png").content

    assert b"Juana" in sent
    assert b"Juana" not in kept
    assert b"eXIf" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_a_png_of_any_mode_is_painted_again(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG", **({"transparency": 0} if mode == "P" else {}))

    kept = look(out.getvalue(), "plano.png").content

    with Image.open(BytesIO(kept)) as image:
        assert image.size == (8, 8)
        assert ("transparency" in image.info) == (mode == "P")


def test_a_jpeg_for_the_press_becomes_one_for_the_screen() -> None:
    kept = look(picture("JPEG", mode="CMYK"), "foto.jpg").content

    with Image.open(BytesIO(kept)) as image:
        assert image.mode == "RGB"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("exif", [b"II*\x00\xff\xff\xff\xff", b"no es TIFF", b"MM\x00*"])
def test_a_photo_with_broken_exif_is_still_a_photo(exif: bytes) -> None:
    sent = picture("JPEG", exif=b"Exif\x00\x00" + exif)

    assert look(sent, "foto.jpg").was_rewritten


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_truncated_image_is_refused(kind: str) -> None:
    whole = picture(kind, (300, 300))

    assert "incompleta" in refusal(whole[: len(whole) // 2], f"foto.{kind.lower()}")


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises so many points and holds next to none."""

    def chunk(name: bytes, content: bytes) -> bytes:
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\x00" * 10_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [6_000, 12_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_is_painted(side: int) -> None:
    assert "demasiados puntos" in refusal(png_header(side, side), "plano.png")


def test_a_large_jpeg_is_read_at_half_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.attachment_images.MOST_PIXELS", 10_000)

    kept = look(picture("JPEG", (160, 120)), "foto.jpg").content

    with Image.open(BytesIO(kept)) as image:
        assert image.size == (80, 60)


def test_a_jpeg_that_stays_large_at_half_its_size_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("participation.attachment_images.MOST_PIXELS", 100)

    assert "demasiados puntos" in refusal(picture("JPEG", (160, 120)), "foto.jpg")


def test_a_large_progressive_jpeg_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("participation.attachment_images.MOST_PIXELS", 10_000)

    assert "demasiados puntos" in refusal(picture("JPEG", (160, 120), progressive=True), "f.jpg")


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    sent = picture("JPEG")

    assert "dañada" in refusal(sent[:-2] + b"\xff\xda" * 300 + sent[-2:], "foto.jpg")


def test_an_image_that_grows_past_the_limit_is_refused(settings: object) -> None:
    noisy = Image.effect_noise((400, 400), 90)
    out = BytesIO()
    noisy.save(out, "JPEG", quality=10)
    settings.ATTACHMENT_MAX_BYTES = len(out.getvalue())  # type: ignore[attr-defined]

    assert "Redúzcala" in refusal(out.getvalue(), "foto.jpg")


def encrypted(content: bytes) -> bytes:
    """The zip with the flag that says «encrypted» on each of its parts."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def with_method(content: bytes, method: int) -> bytes:
    """The zip, which says that its parts are packed in another way (12 is bzip2)."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] = method
            at = changed.find(mark, at + 4)
    return bytes(changed)


def rels(target: str) -> dict[str, bytes]:
    line = f'<Relationship Type="x/attachedTemplate" TargetMode="External" Target="{target}"/>'
    return {"word/_rels/settings.xml.rels": line.encode()}


def broken(content: bytes) -> bytes:
    """A document whose text does not match its checksum."""
    at = content.find(b"<document/>")
    return content[:at] + b"<documenT/>" + content[at + 11 :]


STORED = docx(stored=("word/document.xml",))
OLE_WITH_PASSWORD = OLE + "EncryptedPackage".encode("utf-16-le")
BOMB = docx({"word/media/zeros.xml": b"\x00" * 20 * MEGABYTE})


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "carta.pdf", "vacío"),
        (PDF[:40], "carta.pdf", "incompleto"),
        (b"\n" + PDF, "carta.pdf", "texto sin formato"),
        (PDF.replace(b"/Pages 2 0 R", b"/S /JavaScript /JS (x)"), "carta.pdf", "imprimir"),
        (PDF.replace(b"/Pages 2 0 R", b"/S/J#61vaScript/JS(x)"), "carta.pdf", "imprimir"),
        (PDF.replace(b"/Pages 2 0 R", b"/S /Launch /F (x)"), "carta.pdf", "imprimir"),
        (PDF.replace(b"/Pages 2 0 R", b"/EmbeddedFiles 3 0 R"), "carta.pdf", "imprimir"),
        (PDF[:-6] + docx() + b"\n%%EOF", "carta.pdf", "dos tipos de archivo"),
        (zipped({"a.txt": b"hola"}), "carta.docx", "Descomprímalo"),
        (zipped({"word/document.xml": b"x"}), "carta.docx", "Descomprímalo"),
        (docx({"word/vbaProject.bin": b"x"}), "carta.docx", "macros"),
        (docx({"word/VBAproject.BIN": b"x"}), "carta.docx", "macros"),
        (docx({"word/activeX/activeX1.xml": b"x"}), "carta.docx", "macros"),
        (xlsx({"xl/macrosheets/sheet1.xml": b"x"}), "gastos.xlsx", "macros"),
        (
            zipped({
                "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml",
                "word/document.xml": b"x",
            }),
            "carta.docx", "macros",
        ),
        (odt({"Basic/script-lc.xml": b"x"}), "carta.odt", "macros"),
        (odt({"META-INF/manifest.xml": b"<encryption-data/>"}), "carta.odt", "contraseña"),
        (odt(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "a.odt", "no es texto"),
        (zipped({"mimetype": b"application/epub+zip"}), "libro.odt", "no es texto"),
        (docx({"word/embeddings/oleObject1.bin": b"x"}), "carta.docx", "incrustado"),
        (docx(rels("https://malo.invalid/t.dotm")), "carta.docx", "plantilla"),
        (docx(rels("\\\\malo.invalid\\t.dotm")), "carta.docx", "plantilla"),
        (encrypted(docx()), "carta.docx", "contraseña"),
        (BOMB, "carta.docx", "muchísimo más"),
        (docx({f"word/{n}.xml": b"" for n in range(3_001)}), "carta.docx", "muchísimo más"),
        (broken(STORED), "carta.docx", "dañado"),
        (docx()[:-30], "carta.docx", "dañado"),
        (docx() + PDF, "carta.docx", "dos tipos de archivo"),
        (docx(comment=b"%PDF- y otros"), "carta.docx", "dos tipos de archivo"),
        (zipped({"%PDF-1.7": b"x"}) , "carta.docx", "dos tipos de archivo"),
        (
            zipped({
                "[Content_Types].xml": types("wordprocessingml.document.main")
                + types("spreadsheetml.sheet.main"),
                "word/document.xml": b"x",
                "xl/workbook.xml": b"x",
            }),
            "carta.docx", "dos tipos de archivo",
        ),
        (
            zipped({
                "[Content_Types].xml": types("presentationml.presentation.main"),
                "ppt/presentation.xml": b"x",
            }),
            "charla.docx", "una presentación",
        ),
        (docx(comment=b"hola"), "carta.docx", "dos tipos de archivo"),
        (docx() + b"hola", "carta.docx", "dos tipos de archivo"),
        (b"PK\x03\x04 hola" + docx(), "carta.docx", "dos tipos de archivo"),
        (b"PK\x03\x04" + b"\x00" * 60, "carta.docx", "dañado"),
        (odt().replace(b"content.xml", b"mimetype\x00\x00\x00"), "carta.odt", "dañado"),
        (with_method(docx(), 12), "carta.docx", "dañado"),
        (docx({"[Content_Types].xml": b" " * 3 * MEGABYTE}), "carta.docx", "muchísimo más"),
        (OLE, "carta.docx", "formato antiguo"),
        (OLE_WITH_PASSWORD, "carta.docx", "contraseña"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "foto.jpg", "iPhone"),
        (b"GIF89a" + b"\x00" * 40, "foto.gif", "JPEG o PNG"),
        (b"MZ" + b"\x00" * 200, "carta.pdf", "un programa"),
        (b"Rar!\x1a\x07\x01\x00" + b"\x00" * 20, "carta.pdf", "Descomprímalo"),
        (b"<html><script>alert(1)</script>", "carta.pdf", "página web"),
        (b"{\\rtf1 hola}", "carta.docx", "RTF"),
        ("señor director".encode(), "carta.pdf", "texto sin formato"),
        (b"\x01\x02\x03\x00\x04" * 20, "carta.pdf", "No reconocimos"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_told_how_to_mend_it(content: bytes, name: str, words: str) -> None:
    sentence = refusal(content, name)

    assert words in sentence
    assert sentence.endswith(".")
    assert "error" not in sentence.lower()


@pytest.mark.parametrize("target", ["file:///C:/Plantillas/Normal.dotm", "Normal.dotm"])
def test_a_template_of_ones_own_machine_does_no_harm(target: str) -> None:
    assert look(docx(rels(target)), "carta.docx").name == "carta.docx"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (picture("JPEG"), "foto.pdf", "termina en .pdf, pero es una imagen JPEG"),
        (PDF, "carta.docx", "termina en .docx, pero es un documento PDF"),
        (PDF, "factura.pdf.exe", "termina en .exe, pero es un documento PDF"),
        (docx(), "gastos.xlsx", "termina en .xlsx, pero es un documento de Word"),
        (PDF, "carta.fdp\u202e.docx", "termina en .docx, pero"),
    ],
)
def test_the_ending_agrees_with_the_content(content: bytes, name: str, says: str) -> None:
    assert says in refusal(content, name)


@pytest.mark.parametrize("name", ["image", "Oficio N. 12", "Ordinario 3.1416"])
def test_a_missing_ending_is_added(name: str) -> None:
    assert look(PDF, name).name == f"{name}.pdf"


def test_a_file_past_the_limit_is_not_read_to_its_end() -> None:
    class Endless:
        asked = 0

        def read(self, size: int = -1, /) -> bytes:
            self.asked += size
            return b"\x00" * size

    endless = Endless()

    with pytest.raises(NotAccepted, match="más de 10 MB"):
        inspect(endless, "carta.pdf")

    assert endless.asked == 10 * MEGABYTE + 1


def test_a_file_of_just_the_limit_is_taken() -> None:
    content = PDF[:9] + b" " * (10 * MEGABYTE - len(PDF)) + PDF[9:]

    assert look(content, "carta.pdf").size == 10 * MEGABYTE


def test_five_files_of_25_megabytes_are_taken_and_no_more() -> None:
    check_together([5 * MEGABYTE] * 5)

    with pytest.raises(NotAccepted, match="hasta 5 archivos"):
        check_together([1] * 6)
    with pytest.raises(NotAccepted, match="juntos más de 25 MB"):
        check_together([10 * MEGABYTE, 10 * MEGABYTE, 5 * MEGABYTE + 1])


@pytest.mark.parametrize("make", [docx, odt, lambda: picture("JPEG")])
def test_no_cut_of_a_file_breaks_the_portal(make: Callable[[], bytes]) -> None:
    content = make()

    for end in range(1, len(content), max(1, len(content) // 40)):
        assert refusal(content[:end], "archivo").endswith(".")


def test_a_png_without_its_end_mark_is_whole_and_is_mended() -> None:
    cut = picture("PNG")[:-12]

    assert look(cut, "plano.png").content.endswith(b"IEND\xaeB`\x82")
