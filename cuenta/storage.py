"""Static files: one sheet of styles on the wire, several files on the desk."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

BUNDLES = ("css/portal.css", "css/admin.css", "css/hall.css")
IMPORT = re.compile(r'^@import url\("([^"]+)"\);\n?', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


class BundledStorage(ManifestStaticFilesStorage):
    """Hashed names, and each bundle's `@import`s replaced by the sheets themselves.

    Without it the portal looks the same and asks for six files more.
    """

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            for name in BUNDLES:
                if name in paths:
                    self._bundle(name, paths)
                    # Django hashes what the paths lead to, not what stands in the folder.
                    paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundle(self, name: str, paths: dict[str, tuple[Storage, str]]) -> None:
        """Write the bundle anew from its sources; what collectstatic copied may be an old one."""
        folder = PurePosixPath(name).parent
        text = IMPORT.sub(lambda found: _read(str(folder / found[1]), paths), _read(name, paths))
        if self.exists(name):
            self.delete(name)
        self.save(name, ContentFile(COMMENT.sub("", text).encode()))


def _read(name: str, paths: dict[str, tuple[Storage, str]]) -> str:
    storage, path = paths[name]
    with storage.open(path) as source:
        content: bytes = source.read()
    return content.decode()
