"""Images are painted again: the picture is stored, and nothing that came around it. Pure."""

from io import BytesIO

from PIL import Image

from participation.attachment_kinds import Kind, NotAccepted

MOST_PIXELS = 25_000_000  # some 100 MB while it is painted
MOST_PIXELS_SHRUNK = 80_000_000  # a JPEG is read at half its size, which takes a quarter of that
MOST_SCANS = 200  # each scan of a progressive JPEG paints everything again; real ones have 10
QUALITIES = (90, 75)  # of a JPEG; the second where the first weighs too much
_ORIENTATION = 0x0112  # EXIF
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DAMAGED = (
    "La imagen está dañada o incompleta. Ábrala, guárdela de nuevo como JPEG o PNG y vuelva a "
    "adjuntarla."
)
TOO_MANY_PIXELS = (
    "La imagen tiene demasiados puntos. Redúzcala a unos 5.000 puntos por lado, o tome la foto con "
    "menor resolución, y vuelva a adjuntarla."
)
TOO_HEAVY = "La imagen pesa demasiado al guardarla de nuevo. Redúzcala o guárdela como JPEG."


def painted_again(content: bytes, kind: Kind, most_bytes: int) -> bytes:
    """The same picture without EXIF, GPS, ICC profile, comments, thumbnails or anything appended.

    It is turned first as its EXIF says. Of an animation, the first image stays; colours that
    depended on an ICC profile may look slightly different.

    Raises:
        NotAccepted: it cannot be read whole, or is too large.
    """
    if content.count(b"\xff\xda") > MOST_SCANS:
        raise NotAccepted(DAMAGED)
    try:
        with Image.open(BytesIO(content), formats=(kind.name,)) as image:
            _make_room(image)
            image.load()
            turned = _turned(image)
            return _saved(turned, kind, most_bytes)
    except NotAccepted:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise NotAccepted(TOO_MANY_PIXELS) from wrong
    except Exception as wrong:  # a decoder over hostile bytes: whatever it raises, it cannot read
        raise NotAccepted(DAMAGED) from wrong


def _make_room(image: Image.Image) -> None:
    """Have a large JPEG decoded smaller. Raises NotAccepted where that does not help."""
    pixels = image.width * image.height
    if pixels <= MOST_PIXELS:
        return
    # A progressive one is held whole in memory however small it is painted.
    if image.format == "PNG" or image.info.get("progressive") or pixels > MOST_PIXELS_SHRUNK:
        raise NotAccepted(TOO_MANY_PIXELS)
    image.draft(image.mode, (image.width // 2, image.height // 2))
    if image.width * image.height > MOST_PIXELS:
        raise NotAccepted(TOO_MANY_PIXELS)


def _turned(image: Image.Image) -> Image.Image:
    try:
        how = _UPRIGHT.get(int(image.getexif().get(_ORIENTATION, 1)))
    except Exception:  # cameras write broken EXIF around good pictures
        how = None
    transparency = image.info.get("transparency")
    turned = image if how is None else image.transpose(how)
    turned.info = {} if transparency is None else {"transparency": transparency}
    return turned


def _saved(image: Image.Image, kind: Kind, most_bytes: int) -> bytes:
    if kind is Kind.JPEG and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
        image.info = {}
    for quality in QUALITIES if kind is Kind.JPEG else (None,):
        out = BytesIO()
        if quality is None:
            image.save(out, "PNG", compress_level=4)  # 6 takes thrice the time for a tenth
        else:
            image.save(out, "JPEG", quality=quality)
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise NotAccepted(TOO_HEAVY)
