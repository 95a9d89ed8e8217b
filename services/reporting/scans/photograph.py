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
_ENLARGED = (1, 2, 3, 2.5, 1.5)
"""The likeliest first: what one size blurs, another may show."""
_TURNED = 45
"""Degrees; the reader looks along rows, and noise falls otherwise on them."""
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
        if picture.width * picture.height * times**2 <= _MOST_PIXELS:
            yield from _read(_enlarged(picture, times))
    if picture.width * picture.height * 2 * _ENLARGED[1] ** 2 <= _MOST_PIXELS:
        larger = _enlarged(picture, _ENLARGED[1])
        yield from _read(larger.rotate(_TURNED, Image.Resampling.BICUBIC, expand=True))


def _enlarged(picture: Image.Image, times: float) -> Image.Image:
    size = (int(picture.width * times), int(picture.height * times))
    return picture if times == 1 else picture.resize(size, Image.Resampling.LANCZOS)


def _read(picture: Image.Image) -> Iterator[list[zxingcpp.Barcode]]:
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
        yield zxingcpp.read_barcodes(picture, formats=_QR, binarizer=binarizer)
