"""The kinds of file that people may attach, what to say of all others, and safe names. Pure."""

import unicodedata
from enum import Enum
from pathlib import PurePosixPath

import puremagic

LONGEST_NAME = 120  # characters
LONGEST_NAME_BYTES = 200  # file systems stop at 255
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "-"))
# Windows opens a device, not a file, whatever ending follows these names.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}


class NotAccepted(Exception):  # noqa: N818 (it is an answer, not a fault)
    """A file is not taken; the message is a sentence that says how to mend it."""


class Kind(Enum):
    """A kind of file that is taken: media type, what it is called, the endings it may have."""

    PDF = ("application/pdf", "un documento PDF", (".pdf",))
    JPEG = ("image/jpeg", "una imagen JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"))
    PNG = ("image/png", "una imagen PNG", (".png",))
    ODT = ("application/vnd.oasis.opendocument.text", "un texto OpenDocument", (".odt",))
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "un documento de Word",
        (".docx",),
    )
    XLSX = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "un libro de Excel",
        (".xlsx",),
    )

    def __init__(self, content_type: str, title: str, suffixes: tuple[str, ...]) -> None:
        self.content_type = content_type
        self.title = title
        self.suffixes = suffixes


SAVE_AS = "Guárdelo como PDF y adjunte el PDF."
_TAKEN = "Se aceptan PDF, JPEG, PNG, ODT, DOCX y XLSX."
_PHOTO = (
    "Este archivo es {what}. Ábralo, guárdelo o expórtelo como JPEG y adjunte ese archivo. En un "
    "iPhone: Ajustes, Cámara, Formatos, «Más compatible»."
)
_PICTURE = "Este archivo es {what}. Ábralo, guárdelo como JPEG o PNG y adjunte ese archivo."
_DOCUMENT = "Este archivo es {what}. Ábralo, guárdelo como PDF o DOCX y adjunte ese archivo."
_UNPACK = "Este archivo es {what}. Descomprímalo y adjunte cada documento por separado."
_RECORDING = (
    "Este archivo es {what}, y no se reciben grabaciones. Cuente por escrito lo que contiene o "
    "adjunte una imagen o un documento."
)
_PROGRAM = f"Este archivo es {{what}}, y por seguridad no se recibe. {_TAKEN}"
# What puremagic calls the files that people do attach, and what to do with each.
_OTHERS = {
    (".heif", ".heic", ".hif"): (_PHOTO, "una foto en formato HEIC"),
    (".avif", ".webp", ".gif", ".bmp", ".dib", ".tif", ".tiff"): (
        _PICTURE, "una imagen de otro formato",
    ),
    (".svg", ".eps", ".ps", ".psd", ".ai"): (_PICTURE, "un dibujo"),
    (".rtf",): (_DOCUMENT, "un texto RTF"),
    (".html", ".htm", ".xml", ".mht"): (_DOCUMENT, "una página web o XML"),
    (".rar", ".7z", ".gz", ".tar", ".bz2", ".xz", ".zst"): (_UNPACK, "un archivo comprimido"),
    (".mp4", ".mov", ".avi", ".mkv", ".webm", ".3gp", ".m4v", ".wmv", ".mpg"): (
        _RECORDING, "un video",
    ),
    (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".aac", ".amr", ".flac", ".wma"): (
        _RECORDING, "un audio",
    ),
    (".exe", ".dll", ".msi", ".scr", ".elf", ".jar", ".apk", ".dmg", ".lnk"): (
        _PROGRAM, "un programa",
    ),
}  # fmt: skip
_PREFERRED = {suffix: words for suffixes, words in _OTHERS.items() for suffix in suffixes}


def what_to_do_with(start: bytes) -> str:
    """The sentence for a file that is of no kind we take, from its first bytes."""
    try:
        found = [match.extension for match in puremagic.magic_string(start)]
    except (puremagic.PureError, ValueError):
        found = []
    for suffix in found:
        if suffix in _PREFERRED:
            sentence, what = _PREFERRED[suffix]
            return sentence.format(what=what)
    if _is_text(start):
        return f"Este archivo es texto sin formato. Péguelo en un documento. {SAVE_AS}"
    return f"No reconocimos este archivo por su contenido. {_TAKEN} {SAVE_AS}"


def _is_text(start: bytes) -> bool:
    if b"\x00" in start:
        return False
    # A character may be cut where the sample ends.
    return "\ufffd" not in start.decode("utf-8", "replace")[:-4]


def clean_name(name: str) -> str:
    """A name that is safe to store, to send as a header and to read on a screen.

    In NFC, without folders, without invisible, control or direction-changing characters (category
    C of Unicode), without what Windows forbids, at most LONGEST_NAME characters; the ending stays.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = name.translate(_FORBIDDEN)
    shown = "".join(" " if each.isspace() else each for each in name)
    shown = "".join(each for each in shown if unicodedata.category(each)[0] != "C")
    shown = " ".join(shown.split()).strip(". ")
    path = PurePosixPath(shown or "archivo")
    suffix = path.suffix if len(path.suffix) <= 10 else ""  # no real ending is longer
    stem = path.name[: len(path.name) - len(suffix)] or "archivo"
    if stem.partition(".")[0].strip().casefold() in _DEVICES:
        stem = f"_{stem}"
    stem = stem[: LONGEST_NAME - len(suffix)]
    while len(f"{stem}{suffix}".encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ') or 'archivo'}{suffix}"


def agreed_name(name: str, kind: Kind) -> str:
    """The clean name, which ends as its content says; an ending that is missing is added.

    Raises:
        NotAccepted: the name ends like another kind of file.
    """
    name = clean_name(name)
    suffix = PurePosixPath(name).suffix
    if suffix.casefold() in kind.suffixes:
        return name
    if not suffix or not suffix[1:].isalnum() or suffix[1:].isdecimal():
        return clean_name(f"{name}{kind.suffixes[0]}")  # «Oficio N. 12» has no ending
    raise NotAccepted(
        f"Su nombre termina en {suffix}, pero es {kind.title}. Si es el archivo que quería "
        f"adjuntar, cámbiele el final a {kind.suffixes[0]}; si no, elija el correcto."
    )
