"""What a file truly is, whatever its name says, and compressed files that cannot hurt.

The limits are checked twice: against what the directory of the zip declares, before anything is
read, and against what really comes out, while it is read.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from types import TracebackType

from programs.spreadsheets.cells import NotReadable

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 400 * MEGABYTE  # 100,000 figures are some 90 MB of XML
MOST_MEMBERS = 5_000
MOST_RATIO = 200  # real sheets reach 30; deflate can reach 1,032
RATIO_APPLIES_FROM = 5 * MEGABYTE  # a small file of blanks packs well and does no harm
CHUNK = 256 * 1024

DAMAGED = (
    "El archivo está dañado o incompleto. Ábralo en su programa de planillas, guárdelo de nuevo "
    "como libro de Excel (.xlsx) y vuelva a intentarlo."
)
TOO_COMPRESSED = (
    "El archivo ocupa muchísimo más al descomprimirse y no se abrió, por seguridad. Si es una "
    "planilla verdadera, cópiela en un libro nuevo, sin filas ni formatos de más, y guárdelo."
)
PROTECTED = (
    "El archivo pide contraseña. Quítesela (en Excel: Archivo, Información, Proteger libro), "
    "guárdelo y vuelva a intentarlo."
)
SAVE_AS = "Ábralo y guárdelo como libro de Excel (.xlsx), planilla OpenDocument (.ods) o CSV."


class FileKind(Enum):
    """The kinds of file that can be read."""

    XLSX = "un libro de Excel (.xlsx)"
    ODS = "una planilla OpenDocument (.ods)"
    CSV = "un archivo de texto separado por comas, puntos y comas o tabuladores (.csv)"
    PACKAGE = "un paquete de datos (.zip)"

    @property
    def suffixes(self) -> tuple[str, ...]:
        return {
            FileKind.XLSX: (".xlsx", ".xlsm", ".xltx"),
            FileKind.ODS: (".ods", ".ots"),
            FileKind.CSV: (".csv", ".tsv", ".txt", ".tab"),
            FileKind.PACKAGE: (".zip",),
        }[self]


_SIGNATURES = (
    (b"%PDF", "un documento PDF"),
    (b"\x89PNG", "una imagen"),
    (b"\xff\xd8\xff", "una imagen"),
    (b"GIF8", "una imagen"),
    (b"{\\rtf", "un documento de texto"),
    (b"Rar!", "un archivo comprimido RAR"),
    (b"7z\xbc\xaf", "un archivo comprimido 7z"),
    (b"\x1f\x8b", "un archivo comprimido gzip"),
    (b"SQLite format", "una base de datos"),
)
_FOREIGN_MEMBERS = (
    ("xl/workbook.bin", "un libro binario de Excel (.xlsb)"),
    ("word/document.xml", "un documento de Word"),
    ("ppt/presentation.xml", "una presentación"),
    ("Index/Document.iwa", "un documento de Numbers, Pages o Keynote"),
    ("index.xml", "un documento de iWork"),
)


def kind_of(path: Path) -> FileKind:
    """What the file is, by what it holds. Raises NotReadable for what we do not read."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NotReadable("El archivo está vacío.")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        with GuardedZip(path) as archive:
            return _kind_of_archive(archive)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise NotReadable(_old_office(path))
    for signature, what in _SIGNATURES:
        if start.startswith(signature):
            raise NotReadable(f"Este archivo es {what}, no una planilla. {SAVE_AS}")
    head = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:200].lower()
    if head.startswith((b"<?xml", b"<!doctype", b"<html", b"<table")):
        raise NotReadable(f"Este archivo es una página web o XML, no una planilla. {SAVE_AS}")
    return FileKind.CSV


def _kind_of_archive(archive: "GuardedZip") -> FileKind:
    names = archive.names
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        mimetype = archive.read("mimetype", 200).decode("ascii", "replace")
        if "opendocument.spreadsheet" in mimetype:
            return FileKind.ODS
        raise NotReadable(f"Este archivo es un documento OpenDocument, no una planilla. {SAVE_AS}")
    if any(PurePosixPath(name).name == "datapackage.json" for name in names):
        return FileKind.PACKAGE
    for member, what in _FOREIGN_MEMBERS:
        if member in names:
            raise NotReadable(f"Este archivo es {what}. {SAVE_AS}")
    raise NotReadable(
        "Este archivo comprimido no es una planilla ni un paquete de datos "
        "(le falta datapackage.json)."
    )


def _old_office(path: Path) -> str:
    """Password-protected workbooks hide in the container of the old format."""
    encrypted = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(CHUNK):
            if encrypted in tail + chunk:
                return PROTECTED
            tail = chunk[-len(encrypted) :]
    return f"Este archivo está en un formato antiguo de Office (.xls o .doc). {SAVE_AS}"


@dataclass(slots=True)
class _Budget:
    """How many bytes may still come out of an archive."""

    left: int

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise NotReadable(TOO_COMPRESSED)


class GuardedZip:
    """A zip read in chunks within limits; every fault becomes a NotReadable with a sentence."""

    def __init__(self, path: Path, most_unpacked: int = MOST_UNPACKED) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as wrong:
            raise NotReadable(DAMAGED) from wrong
        self._budget = _Budget(most_unpacked)
        try:
            self._check_directory(most_unpacked)
        except NotReadable:
            self.close()
            raise
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> "GuardedZip":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._zip.close()

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        return self._zip.infolist()

    def _check_directory(self, most_unpacked: int) -> None:
        members = self.members
        if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > most_unpacked:
            raise NotReadable(TOO_COMPRESSED)
        for member in members:
            ratio = member.file_size / max(1, member.compress_size)
            if member.file_size > RATIO_APPLIES_FROM and ratio > MOST_RATIO:
                raise NotReadable(TOO_COMPRESSED)
            if member.flag_bits & 0x1:
                raise NotReadable(PROTECTED)
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise NotReadable(DAMAGED)

    def chunks(self, name: str, most: int | None = None) -> Iterator[bytes]:
        """The member's bytes. Raises NotReadable past the limits or where it is damaged."""
        seen = 0
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    seen += len(chunk)
                    self._budget.spend(len(chunk))
                    if most is not None and seen > most:
                        raise NotReadable(TOO_COMPRESSED)
                    yield chunk
        except (
            zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError,
        ) as wrong:  # fmt: skip
            raise NotReadable(DAMAGED) from wrong

    def read(self, name: str, most: int) -> bytes:
        return b"".join(self.chunks(name, most))


def is_link(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a symbolic link (Unix mode in the high half of its attributes)."""
    return stat.S_ISLNK(member.external_attr >> 16)
