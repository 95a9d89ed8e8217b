"""Photographs of printed pages, as a phone takes them: askew, unevenly lit, soft, noisy, JPEG, half size."""

import random
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageFilter
from pypdfium2 import PdfDocument

from services.reporting.forms.documents.pdf import pdf
from services.reporting.forms.documents.sheet import sheet
from tests.reporting.forms.documents import SIGNED
from tests.reporting.paper.papers import coded

_DOTS_PER_INCH = 300
_TABLE_TOP = 90
"""What lies around the paper."""


def printed(of: dict[str, Any], codes: list[str] | None = None) -> bytes:
    """The PDF of a signed form."""
    texts = tuple(coded(of) if codes is None else codes)
    return pdf(sheet(of, signed=replace(SIGNED, digest=of["digest"], codes=texts)))


def photographs(document: bytes, seed: int, *, turned: int = 0) -> list[bytes]:
    """One of each page."""
    chance = random.Random(seed)
    return [
        _photographed(page.render(scale=_DOTS_PER_INCH / 72).to_pil().convert("L"), chance, turned)
        for page in PdfDocument(document)
    ]


def _photographed(page: Image.Image, chance: random.Random, turned: int) -> bytes:
    seen = _in_perspective(page, chance).rotate(
        turned + chance.uniform(-5, 5), Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE_TOP
    )
    seen = _unevenly_lit(seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.0))))
    # As strong as Gaussian noise of 12, and the same in every run: Pillow's own is not.
    noise = Image.frombytes("L", seen.size, chance.randbytes(seen.width * seen.height))
    noise = noise.point([128 + (value - 128) * 20 // 128 for value in range(256)])
    seen = ImageChops.add(seen, noise, scale=1, offset=-128)
    half = seen.resize((seen.width // 2, seen.height // 2), Image.Resampling.BILINEAR)
    content = BytesIO()
    half.save(content, "JPEG", quality=60)
    return content.getvalue()


def _in_perspective(page: Image.Image, chance: random.Random) -> Image.Image:
    """Held at an angle: further edges are shorter, and nothing is parallel any more."""
    width, height = page.size
    tilt_x, tilt_y = (chance.uniform(-0.06, 0.06) for _ in range(2))
    shear_x, shear_y = (chance.uniform(-0.04, 0.04) for _ in range(2))
    size = (int(width * 1.4), int(height * 1.4))
    ahead = (1.0, shear_x, -0.2 * width, shear_y, 1.0, -0.2 * height, tilt_x / width, tilt_y / height)
    resample = Image.Resampling.BICUBIC
    return page.transform(size, Image.Transform.PERSPECTIVE, ahead, resample, fillcolor=_TABLE_TOP)


def _unevenly_lit(seen: Image.Image) -> Image.Image:
    """Brighter at one side than at the other."""
    light = Image.linear_gradient("L").resize(seen.size).point(lambda value: 150 + value * 90 // 255)
    return ImageChops.multiply(seen, light)
