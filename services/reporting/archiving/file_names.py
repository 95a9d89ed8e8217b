"""What a document is called among others in an archive, whatever its filer is called. Pure."""

_LONGEST = 235
"""Bytes: file systems take 255, with what comes behind the dot."""
_WIDE = str.maketrans('/\\:*?"<>|\r\n\t', "／＼：＊？＂＜＞｜   ")
"""What is a path, or what Windows takes in no name, becomes its full-width likeness."""


def file_name(form: str, whose: str, number: str) -> str:
    """Up to its dot. A long name is cut: it is the number that tells one from another."""
    end = f"_{number}".translate(_WIDE)
    room = max(0, _LONGEST - len(f"{form}_{end}".encode()))
    return f"{form}_{whose.translate(_WIDE).encode()[:room].decode(errors='ignore')}{end}"
