"""Fines as the forms show them."""

from services.reporting.counting.columns import Column
from shared.money import fen, wan_yuan

__all__ = ["fen", "shown", "wan_yuan"]


def shown(column: Column, value: int) -> int | str:
    """Counts as integers, money as an exact decimal string."""
    return wan_yuan(value) if column.kind == "sum" else value
