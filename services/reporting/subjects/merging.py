"""Merged subjects: which subject one is for counting, after all merges recorded so far."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from shared.read_model.entry import Entry


class Standing(NamedTuple):
    """What corrections say of a unit or hazard as a whole; they hold for every date."""

    merged: Entry | None = None
    voided: bool = False

    @property
    def into(self) -> str | None:
        return None if self.merged is None else self.merged.data["into"]


UNTOUCHED = Standing()


def standing(kind: str, in_force: Sequence[Entry]) -> Standing:
    """Of several mergers the last one recorded stands."""
    merged_type, voided_type = f"{kind}.merged", f"{kind}.voided"
    merged, voided = None, False
    for entry in in_force:
        if entry.type == merged_type:
            merged = entry if merged is None or entry.position > merged.position else merged
        elif entry.type == voided_type:
            voided = True
    if merged is None and not voided:
        return UNTOUCHED
    return Standing(merged, voided)


def chain(subject: str, standing_of: Callable[[str], Standing]) -> list[str]:
    """The subject and all it was merged into, one after the other; a cycle is walked once."""
    path = [subject]
    while (into := standing_of(path[-1]).into) is not None and into not in path:
        path.append(into)
    return path


def survivor(subject: str, standing_of: Callable[[str], Standing]) -> str:
    """The end of the chain. Merges recorded in a circle all mean one subject: the one of the smallest id."""
    path = chain(subject, standing_of)
    back = standing_of(path[-1]).into
    return path[-1] if back is None else min(path[path.index(back) :])


def links(subject: str, end: str, standing_of: Callable[[str], Standing]) -> tuple[Entry, ...]:
    """The mergers that lead from the subject to the one it is for counting."""
    found: list[Entry] = []
    while subject != end and (merged := standing_of(subject).merged) is not None:
        found.append(merged)
        subject = merged.data["into"]
    return tuple(found)
