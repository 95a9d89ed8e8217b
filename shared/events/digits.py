"""Text with its digits as ASCII, of whatever script they are and however they are adorned."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Kind = Literal["decimal", "chinese", "other"]

CHINESE = dict(zip("〇○◯零一二三四五六七八九幺么两兩", "00001234567891122", strict=True))
"""As people write and read out numbers digit by digit."""
_FORMAL = dict(zip("壹贰貳叁參参肆伍陆陸柒捌玖", "1223334566789", strict=True))
_FILLERS = "\u115f\u1160\u3164\uffa0"
_UNSEEN = ("Mn", "Mc", "Me", "Cf")
_FOREIGN = "¤"
"""Stands for a digit of another kind: nothing that stands within a number."""


_FEW = 100


class _Piece(NamedTuple):
    """What a character reads as; a digit has a kind."""

    text: str
    kind: Kind | None = None


def readings(text: str) -> Iterator[str]:
    """First with all digits taken as one; then, where there are several kinds, each kind by itself.

    By itself, since a numeral may be a number's neighbour and no part of it: 陆 as a name, ① before an entry.
    """
    if text.isascii():
        yield text
        return
    pieces = [(each, _pieces(each)) for each in sorted(set(text))]
    kinds = {piece.kind for _, read in pieces for piece in read if piece.kind is not None}
    for kind in (None, *sorted(kinds)) if len(kinds) > 1 else (None,):
        yield _replaced(text, {character: _read(read, kind) for character, read in pieces})


def _read(pieces: tuple[_Piece, ...], kind: Kind | None) -> str:
    """`kind` is the only one that counts as digits; all of them if None."""
    return "".join(
        each.text if each.kind is None or kind in (None, each.kind) else _FOREIGN for each in pieces
    )


def _replaced(text: str, read_as: dict[str, str]) -> str:
    """By whichever is quicker: a search for each character that changes, or one pass over all."""
    changed = {character: read for character, read in read_as.items() if read != character}
    if len(changed) > _FEW:
        return text.translate({ord(character): read for character, read in read_as.items()})
    # ASCII digits come first, so that none is taken for what another character was read as.
    for character, read in changed.items():
        text = text.replace(character, read)
    return text


@lru_cache(maxsize=8192)
def _pieces(character: str) -> tuple[_Piece, ...]:
    """Normalised only where it is no digit itself: that would take apart what digits are enclosed in."""
    if character in _FILLERS or unicodedata.category(character) in _UNSEEN:
        return ()
    digit = _digit(character)
    if digit is not None:
        return (digit,)
    normal = unicodedata.normalize("NFKC", character)
    if normal == character:
        return (_Piece(character),)
    return tuple(piece for each in normal for piece in _pieces(each))


def _digit(character: str) -> _Piece | None:
    if character in CHINESE:
        return _Piece(CHINESE[character], "chinese")
    if character in _FORMAL:
        return _Piece(_FORMAL[character], "other")
    if character.isdecimal():
        return _Piece(str(unicodedata.decimal(character)), "decimal")
    value = unicodedata.numeric(character, -1)
    return _Piece(str(int(value)), "other") if value in range(10) else None
