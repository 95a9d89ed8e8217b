"""QR codes in a picture: as it was taken, and enlarged where they are too small to be read as they are."""

import warnings
from collections.abc import Callable, Iterator
from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

Enough = Callable[[frozenset[str]], bool]
"""Whether these are all the codes that are looked for."""
_FORMATS = ("JPEG", "PNG")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_ENLARGED = (1, 2, 3)
_MOST_PIXELS = 150_000_000
"""What a picture may have to be looked at, and to be enlarged to."""


def open_picture(content: bytes) -> Image.Image:
    """ValueError for what is none, or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(content), formats=_FORMATS)
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValueError("too many pixels")
            turned: Image.Image = ImageOps.exif_transpose(opened)
            return turned.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    except (OSError, SyntaxError) as error:
        raise ValueError(f"a damaged picture: {error}") from error


def codes_in(picture: Image.Image, enough: Enough) -> frozenset[str]:
    """Looks harder and harder until it is enough, or nothing more can be tried."""
    found: frozenset[str] = frozenset()
    for attempt in _attempts(picture):
        found |= {code.text for code in attempt}
        if enough(found):
            break
    return found


def _attempts(picture: Image.Image) -> Iterator[list[zxingcpp.Barcode]]:
    for times in _ENLARGED:
        if picture.width * picture.height * times**2 > _MOST_PIXELS:
            return
        size = (picture.width * times, picture.height * times)
        larger = picture if times == 1 else picture.resize(size, Image.Resampling.LANCZOS)
        for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
            yield zxingcpp.read_barcodes(larger, formats=_QR, binarizer=binarizer)
