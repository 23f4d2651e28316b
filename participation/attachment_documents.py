"""Documents are opened far enough to know what they are, and that they cannot do anything. Pure."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from participation.attachment_kinds import SAVE_AS, Kind, NotAccepted

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 150 * MEGABYTE
MOST_MEMBERS = 3_000
MOST_RATIO = 200  # real documents reach 30; deflate can reach 1,032
RATIO_APPLIES_FROM = 5 * MEGABYTE  # a small part of blanks packs well and does no harm
MOST_READ = 2 * MEGABYTE  # of the parts that are looked into
CHUNK = 64 * 1024
ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_AGAIN = "Ábralo, guárdelo de nuevo y vuelva a adjuntarlo."
DAMAGED = f"El archivo está dañado o incompleto. {_AGAIN}"
TOO_COMPRESSED = (
    "El archivo ocupa muchísimo más al descomprimirse y no se abrió, por seguridad. Guárdelo como "
    "PDF, o copie lo que importa en un documento nuevo, y vuelva a adjuntarlo."
)
PROTECTED = "El archivo pide contraseña. Quítesela, guárdelo y vuelva a adjuntarlo."
MACROS = f"El archivo trae macros, que son programas, y por seguridad no se recibe. {SAVE_AS}"
INSERTED = (
    "El archivo trae otro archivo o un objeto incrustado, y por seguridad no se recibe. "
    f"{SAVE_AS} Si lo incrustado importa, adjúntelo por separado."
)
LINKED = f"El documento usa una plantilla que está en otro sitio de internet. {SAVE_AS}"
TWO_IN_ONE = f"El archivo contiene a la vez dos tipos de archivo. {_AGAIN}"
ACTIVE_PDF = (
    "El PDF trae programas o archivos incrustados, y por seguridad no se recibe. Ábralo, elija "
    "imprimir, luego «Guardar como PDF», y adjunte el PDF que resulta."
)
OLD_OFFICE = (
    "Este archivo está en un formato antiguo de Office (.doc, .xls o .ppt). Ábralo, guárdelo como "
    ".docx, .xlsx o PDF y adjunte ese archivo."
)

# PDF names may write any letter as #xx.
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/[^\x00-\x20()<>\[\]{}/%\x7f-\xff]{6,60}")
_ACTIVE = {b"/JavaScript", b"/Launch", b"/RichMedia", b"/EmbeddedFile", b"/EmbeddedFiles"}
_REMOTE_TEMPLATE = re.compile(rb"<[^>]*attachedTemplate[^>]*>")
_REMOTE_TARGET = re.compile(rb"""Target\s*=\s*["'](?:https?:|ftp:|\\\\|file://[^/])""", re.I)
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError,
    RuntimeError, NotImplementedError, OverflowError,
)  # fmt: skip


def check_pdf(content: bytes) -> None:
    """Raises NotAccepted for a PDF that is cut, is two files in one, or does things by itself.

    The names of its plain objects are read, not those within compressed ones: what is hidden there
    is not found. A PDF is only ever sent as a download.
    """
    if b"%%EOF" not in content[-2048:]:
        raise NotAccepted(DAMAGED)
    if b"PK\x05\x06" in content[-65_557:] and b"PK\x01\x02" in content:
        raise NotAccepted(TWO_IN_ONE)
    if any(name in _ACTIVE for name in _names_of(content)):
        raise NotAccepted(ACTIVE_PDF)


def _names_of(content: bytes) -> Iterable[bytes]:
    for match in _NAME.finditer(content):
        yield _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), match[0])


def old_office(content: bytes) -> str:
    """What to say of the old container, in which new documents with a password hide too."""
    return PROTECTED if "EncryptedPackage".encode("utf-16-le") in content else OLD_OFFICE


def kind_of_archive(content: bytes) -> Kind:
    """Which document a zip is, once everything in it was read within limits.

    Raises:
        NotAccepted: it is none that we take, is damaged, protected or does not stay within limits,
            or has macros, inserted objects or a template elsewhere.
    """
    if b"%PDF-" in content[:1100]:  # where PDF readers look for it
        raise NotAccepted(TWO_IN_ONE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_directory(archive, content)
            names = archive.namelist()
            kind = _kind(archive, names)
            _check_nothing_acts(archive, names)
            for member in archive.infolist():
                _read_through(archive, member)
            return kind
    except _FAULTS as wrong:
        raise NotAccepted(DAMAGED) from wrong


def _check_directory(archive: zipfile.ZipFile, content: bytes) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise NotAccepted(TOO_COMPRESSED)
    if not members or len({member.filename for member in members}) < len(members):
        raise NotAccepted(DAMAGED)
    if min(member.header_offset for member in members) != 0 or archive.comment:
        raise NotAccepted(TWO_IN_ONE)
    if content[-22:-18] != b"PK\x05\x06":  # something follows the end of the zip
        raise NotAccepted(TWO_IN_ONE)
    for member in members:
        if member.flag_bits & 0x1:
            raise NotAccepted(PROTECTED)
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_APPLIES_FROM and ratio > MOST_RATIO:
            raise NotAccepted(TOO_COMPRESSED)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotAccepted(DAMAGED)


def _kind(archive: zipfile.ZipFile, names: list[str]) -> Kind:
    if names[0] == "mimetype" or "content.xml" in names:
        return _open_document(archive, names)
    if "[Content_Types].xml" not in names:
        raise NotAccepted(
            "Este archivo es un archivo comprimido. Descomprímalo y adjunte cada documento por "
            "separado."
        )
    types = _read(archive, "[Content_Types].xml")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise NotAccepted(MACROS)
    found = [
        kind
        for kind, mark, folder in (
            (Kind.DOCX, b"wordprocessingml.document.main+xml", "word/"),
            (Kind.XLSX, b"spreadsheetml.sheet.main+xml", "xl/"),
        )
        if mark in types and any(name.startswith(folder) for name in names)
    ]
    if len(found) > 1:
        raise NotAccepted(TWO_IN_ONE)
    if not found:
        what = "una presentación" if b"presentationml" in types else "otro documento de Office"
        raise NotAccepted(f"Este archivo es {what}. {SAVE_AS}")
    return found[0]


def _open_document(archive: zipfile.ZipFile, names: list[str]) -> Kind:
    mimetype = _read(archive, "mimetype")
    if mimetype != Kind.ODT.content_type.encode() or "content.xml" not in names:
        raise NotAccepted(f"Este archivo es un documento OpenDocument que no es texto. {SAVE_AS}")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(
        archive, "META-INF/manifest.xml"
    ):
        raise NotAccepted(PROTECTED)
    return Kind.ODT


def _check_nothing_acts(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Raises NotAccepted for macros, inserted objects and templates fetched from elsewhere."""
    for name in names:
        lower = name.casefold()
        if lower.startswith(("basic/", "scripts/")) or "macrosheets/" in lower:
            raise NotAccepted(MACROS)
        if "vbaproject" in lower or "activex" in lower:
            raise NotAccepted(MACROS)
        if "/embeddings/" in lower and lower.endswith((".bin", ".exe")):
            raise NotAccepted(INSERTED)
        if lower.startswith("word/_rels/") and lower.endswith(".rels"):
            templates = _REMOTE_TEMPLATE.findall(_read(archive, name))
            if any(_REMOTE_TARGET.search(template) for template in templates):
                raise NotAccepted(LINKED)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part, whole. Raises NotAccepted where it is not small."""
    with archive.open(name) as member:
        content = member.read(MOST_READ + 1)
    if len(content) > MOST_READ:
        raise NotAccepted(TOO_COMPRESSED)
    return content


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a part to its end, in chunks: zipfile then compares its length and checksum.

    Never more than the directory declared comes out, and that was held against the limits.
    """
    with archive.open(member) as part:
        while part.read(CHUNK):
            pass
