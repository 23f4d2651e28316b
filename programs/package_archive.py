"""A data package in a zip: read in memory, never unpacked to disk, within limits.

Names that climb out of the folder, links and foreign files cannot do harm: nothing is written
anywhere, and only the files a package has are read.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from programs.ledger import Ledger
from programs.package import ledger_from_files
from programs.package_schema import RESOURCES
from programs.spreadsheets.cells import NotReadable
from programs.spreadsheets.containers import MEGABYTE, GuardedZip, is_link

MOST_IN_A_FILE = 200 * MEGABYTE
MOST_PACKAGE = 400 * MEGABYTE
DESCRIPTOR = "datapackage.json"
NO_HOUR = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
UNSAFE = (
    "El paquete tiene nombres de archivo que salen de su carpeta o enlaces a otros archivos, y no "
    "se abrió, por seguridad. Comprima solo la carpeta del paquete."
)
_TABLES = frozenset(resource.path for resource in RESOURCES)


def read_archive(path: Path) -> Ledger:
    """The account in a zipped package; the package may stand in one folder inside the zip.

    Raises:
        NotReadable: the zip is damaged, unsafe, too big unpacked, or holds no package or several.
        PackageProblems: the package has faulty rows.
    """
    with GuardedZip(path, MOST_PACKAGE) as archive:
        folder = _folder(archive)
        wanted = {name: inside for name in archive.names if (inside := _inside(name, folder))}
        files = {inside: archive.read(name, MOST_IN_A_FILE) for name, inside in wanted.items()}
    return ledger_from_files(files)


def _folder(archive: GuardedZip) -> PurePosixPath:
    """Where the package stands in the zip. Refuses what no honest package has."""
    seen = set()
    for member in archive.members:
        place = PurePosixPath(member.filename)
        if place.is_absolute() or ".." in place.parts or "\\" in member.filename:
            raise NotReadable(UNSAFE)
        if is_link(member) or ":" in member.filename:
            raise NotReadable(UNSAFE)
        if member.filename in seen:
            raise NotReadable(f"El paquete tiene dos veces el archivo «{member.filename[:80]}».")
        seen.add(member.filename)
    found = [
        PurePosixPath(name) for name in archive.names if PurePosixPath(name).name == DESCRIPTOR
    ]
    found = [place for place in found if "__MACOSX" not in place.parts]
    if not found:
        raise NotReadable(
            f"El archivo comprimido no tiene {DESCRIPTOR}: no es un paquete de datos."
        )
    if len(found) > 1:
        raise NotReadable("El archivo comprimido tiene más de un paquete de datos: deje uno solo.")
    return found[0].parent


def _inside(name: str, folder: PurePosixPath) -> str:
    """The file's name within the package, empty where it is none of its files."""
    place = PurePosixPath(name)
    if not place.is_relative_to(folder):
        return ""
    inside = place.relative_to(folder)
    is_chapter = len(inside.parts) == 2 and inside.parts[0] == "chapters" and place.suffix == ".md"
    is_table = str(inside) == DESCRIPTOR or str(inside) in _TABLES
    return str(inside) if is_chapter or is_table else ""


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """Files by name as a zip that bears no hour: the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, NO_HOUR), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def files_in(archived: bytes) -> dict[str, bytes]:
    """What `archive_of` was given. Only for what the portal itself archived: it trusts the zip."""
    with zipfile.ZipFile(io.BytesIO(archived)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
