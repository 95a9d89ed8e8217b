"""QR codes as the pixels of a picture, and how wide they are printed."""

from dataclasses import dataclass

import segno

LARGEST_VERSION = 25
"""What a phone still reads from paper at this size, folded and copied once."""
MOST_CHARACTERS = 997
"""Of ASCII, in that version with error correction M."""
_QUIET_ZONE = 4
"""Modules of white around the code, as its standard asks for."""
_MASK = 4
"""Any will do for what looks random, and trying all eight takes five times as long as the rest."""
_LEAST_MM = 36.0
"""35 are asked for: paper shrinks and printers scale."""
_BLACK, _WHITE = 0, 255


@dataclass(frozen=True, slots=True)
class QrCode:
    pixels: bytes
    """Row by row, a byte for each module, with the quiet zone."""
    size: int
    """Modules of a side, with the quiet zone."""

    @property
    def width_mm(self) -> float:
        """With the quiet zone."""
        return round(_LEAST_MM * self.size / (self.size - 2 * _QUIET_ZONE), 3)


def qr_code(text: str) -> QrCode:
    """ValueError for what is too long: it has to be said in several codes."""
    made = segno.make(text, error="m", mode="byte", boost_error=False, micro=False, mask=_MASK)
    if not isinstance(made.version, int) or made.version > LARGEST_VERSION:
        raise ValueError(f"{len(text)} characters are too many for one QR code")
    rows = [bytes(_BLACK if dark else _WHITE for dark in row) for row in made.matrix_iter(border=_QUIET_ZONE)]
    return QrCode(b"".join(rows), len(rows))
