"""Fines: whole fen inside, exact 万元 for people. Pure."""

_FEN_PER_WAN_YUAN = 1_000_000
_LEAST_DECIMALS = 4


def wan_yuan(fen: int) -> str:
    """At least four decimals, up to six when fen are present, never rounded: ¥1 is 0.0001, 1 fen 0.000001."""
    whole, rest = divmod(fen, _FEN_PER_WAN_YUAN)
    decimals = f"{rest:06d}"
    return f"{whole}.{decimals[:_LEAST_DECIMALS]}{decimals[_LEAST_DECIMALS:].rstrip('0')}"


def fen(written: str) -> int:
    """What `wan_yuan` was given."""
    whole, _, decimals = written.partition(".")
    return int(whole) * _FEN_PER_WAN_YUAN + int(decimals.ljust(6, "0"))
