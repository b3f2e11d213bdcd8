"""Makes a clean picture of an uploaded file: its pixels are kept, and nothing else that it may have carried.

The format is told by the content, never by the name. The picture is decoded and written anew, so that places,
names of cameras, comments, and whatever hides behind the picture's end are gone.
"""

import hashlib
import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MEGABYTE = 1024 * 1024
MOST_BYTES = 15 * MEGABYTE
MOST_BODY = 50 * MEGABYTE
"""How many bytes one photo and all of a form may have."""

MOST_PIXELS = 64_000_000
"""What a good telephone's camera makes; a small file can claim far more, and would fill the memory."""

LARGE, SMALL = 2560, 480
"""The longer side, in pixels: handwriting on a flip chart can still be read, and a list loads quickly."""

QUALITY = 82
_decoding = threading.Lock()
"""Pictures are decoded one after the other, so that many at once need no more memory than one."""


class PictureRefused(Exception):
    """The file is no photo that we keep; the message says what to do."""


@dataclass(frozen=True)
class Picture:
    """A clean picture, as JPEG files in two sizes; `sha256` is that of the file it was made of."""

    sha256: str
    width: int
    height: int
    large: bytes
    small: bytes


def read_picture(content: bytes) -> Picture:
    """Return the picture that the file shows, upright; raise PictureRefused for what shows none."""
    if not content:
        raise PictureRefused("The file is empty. Choose the photo again.")
    if len(content) > MOST_BYTES:
        raise PictureRefused(f"It has more than {MOST_BYTES // MEGABYTE} MB. Send a smaller copy of it.")
    with _decoding:
        large = _decoded(content)
        small = large.copy()
        small.thumbnail((SMALL, SMALL))
        return Picture(
            sha256=hashlib.sha256(content).hexdigest(),
            width=large.width,
            height=large.height,
            large=_jpeg(large),
            small=_jpeg(small),
        )


def _decoded(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened)
            return _cleaned(opened)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as fault:
        raise _too_many_pixels() from fault
    except UnidentifiedImageError as fault:
        raise PictureRefused("It is no photo that we can read. Send it as JPEG, PNG or WebP.") from fault
    except Exception as fault:  # A file made to harm may trip the library anywhere, by any exception.
        raise PictureRefused("It is damaged. Open it on your device, save it anew and send that.") from fault


def _check_size(opened: Image.Image) -> None:
    """Look at what the file claims before anything is unpacked."""
    if opened.width * opened.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PictureRefused:
    most = MOST_PIXELS // 1_000_000
    return PictureRefused(f"It has more than {most} million pixels. Send a smaller copy of it.")


def _cleaned(opened: Image.Image) -> Image.Image:
    # A large JPEG is unpacked at half or a quarter of its size, where that is still enough.
    opened.draft("RGB", (LARGE, LARGE))
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LARGE, LARGE))
    shown = upright.convert("RGBA")
    clean = Image.new("RGB", shown.size, "white")
    clean.paste(shown, mask=shown)
    return clean


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
