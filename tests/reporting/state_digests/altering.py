"""Logs with something altered by somebody who knows how: positions and hashes fit again."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from shared.canonical import GENESIS, canonical
from shared.events.envelope import event_hash

Told = dict[str, Any]
Alter = Callable[[list[Told]], None]


def altered(raws: Sequence[bytes], alter: Alter) -> list[bytes]:
    told = [json.loads(raw) for raw in raws]
    alter(told)
    made: list[bytes] = []
    for position, each in enumerate(told, 1):
        before = event_hash(made[-1]) if made else GENESIS
        fitting = {**each, "position": position, "id": f"{each['logid']}/{position}", "previoushash": before}
        made.append(canonical(fitting))
    return made


def changed(position: int) -> Alter:
    def alter(told: list[Told]) -> None:
        told[position - 1]["actor"] = "somebody else"

    return alter


def dropped(position: int) -> Alter:
    def alter(told: list[Told]) -> None:
        del told[position - 1]

    return alter


def swapped(position: int, other: int) -> Alter:
    """The times of recording stay where they are: they have to grow."""

    def alter(told: list[Told]) -> None:
        one, two = told[position - 1], told[other - 1]
        one["recordedtime"], two["recordedtime"] = two["recordedtime"], one["recordedtime"]
        told[position - 1], told[other - 1] = two, one

    return alter
