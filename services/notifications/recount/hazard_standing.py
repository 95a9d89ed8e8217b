"""Where a hazard stands, folded from its entries alone by code of the recount's own. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shared.instant import moment_at, parse_instant
from shared.read_model.entry import Entry

_AFTER = {
    "rectification_claimed": "claimed",
    "rectification_rejected": "open",
    "closed": "closed",
    "look_back_passed": "looked_back",
    "look_back_failed": "open",
}
_YEARS = range(2000, 2099)


@dataclass(slots=True)
class Sending:
    """A referral that was not refused."""

    by: list[str]
    since: datetime
    answer: str | None = None


@dataclass(slots=True)
class HazardStanding:
    unit: str
    finder: str
    since: datetime
    state: str = "open"
    deadline: date | None = None
    last: datetime | None = None
    sendings: dict[str, Sending] = field(default_factory=dict)
    orders: dict[str, str | None] = field(default_factory=dict)
    """Of supervision: who ordered it, and the leader named."""
    major: tuple[datetime, datetime] | None = None
    """Since when, and when this was recorded."""

    @property
    def unsettled(self) -> bool:
        return self.state in ("open", "claimed")


def hazard_standing(entries: Sequence[Entry]) -> HazardStanding | None:
    """Of its entries as recorded; None before it is found."""
    recorded = holding(entries)
    found = next((entry for entry in recorded if entry.type == "hazard.found"), None)
    if found is None:
        return None
    happened = sorted(recorded, key=lambda entry: (entry.occurred, entry.position))
    finder = found.data.get("recorded_by", found.data["by"])
    standing = HazardStanding(found.data["unit_id"], str(finder), moment_at(happened[0].occurred))
    undone = {entry.data["to"]: entry.position for entry in recorded if _name(entry) == "referral_withdrawn"}
    for entry in happened:
        _walk(standing, entry)
        if entry.position > undone.get(entry.data.get("to", ""), 0):
            _refer(standing, entry)
    if any(_name(entry) in ("voided", "merged") for entry in recorded):
        standing.state = "gone"
    standing.major = _major(recorded)
    return standing


def holding(entries: Sequence[Entry]) -> list[Entry]:
    """What is taken back counts for nothing, and a taking back that is taken back neither."""
    void: set[int] = set()
    for entry in sorted(entries, key=lambda each: -each.position):
        if entry.type == "fact.voided" and entry.position not in void:
            void.add(entry.data["voids"])
    return [entry for entry in entries if entry.type != "fact.voided" and entry.position not in void]


def _name(entry: Entry) -> str:
    return entry.type.removeprefix("hazard.")


def _walk(standing: HazardStanding, entry: Entry) -> None:
    name, at = _name(entry), moment_at(entry.occurred)
    standing.last = at
    after = _AFTER.get(name, "open" if name == "found" else standing.state)
    if after == "claimed" and standing.state in ("closed", "looked_back"):
        after = standing.state
    if after != standing.state:
        standing.state, standing.since = after, at
    if name == "planned":
        day = date.fromisoformat(entry.data["deadline"])
        standing.deadline = day if day.year in _YEARS else None
    elif name == "supervision_ordered":
        standing.orders[entry.data["by"]] = entry.data.get("leader")
    elif name == "supervision_lifted":
        _lift(standing.orders, entry.data["by"])


def _lift(orders: dict[str, Any], by: str) -> None:
    """Each lifts its own; who ordered none lifts all."""
    if by in orders:
        del orders[by]
    else:
        orders.clear()


def _refer(standing: HazardStanding, entry: Entry) -> None:
    name, data, sendings = _name(entry), entry.data, standing.sendings
    waiting = sendings.get(data.get("to", ""))
    if name == "referral_answered" and waiting is not None:
        waiting.answer = data["answer"]
    elif name == "referred" and waiting is not None and waiting.answer is None:
        waiting.by.append(data["by"])
    elif name == "referred":
        sendings[data["to"]] = Sending([data["by"]], moment_at(entry.occurred))


def _major(recorded: Sequence[Entry]) -> tuple[datetime, datetime] | None:
    """By the entry that made it known as major; misjudged holds for every date."""
    judged, latest, told = "", None, None
    for entry in recorded:
        name = _name(entry)
        if name == "found" or (name == "regraded" and entry.data["reason"] == "misjudged"):
            judged, latest = entry.data["severity"], None
        elif name == "regraded":
            latest = entry if latest is None or entry.occurred >= latest.occurred else latest
        else:
            continue
        is_major = judged == "major" if latest is None else latest.data["reason"] == "raised"
        told = (told or entry) if is_major else None
    if told is None:
        return None
    at = moment_at(told.occurred)
    return at, parse_instant(told.data["recorded"]) if "recorded" in told.data else at
