"""The measure of the application server: WhiteNoise alone, on a folder of plain files."""

import os
from collections.abc import Callable, Iterable

from whitenoise import WhiteNoise


def _nothing(environ: object, start_response: Callable[..., object]) -> Iterable[bytes]:
    start_response("404 Not Found", [])
    return []


application = WhiteNoise(_nothing, root=os.environ["PLAIN_ROOT"])
