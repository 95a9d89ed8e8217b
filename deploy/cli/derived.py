"""The outcome of `paicha audit derive`, for people and for programs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from deploy.cli.terminal import say
from services.reporting.counting.columns import COLUMN
from services.reporting.deriving.looking_through import LookedThrough
from services.reporting.deriving.not_derivable import WHY
from services.reporting.deriving.outcome import Outcome
from services.reporting.deriving.parts import Part
from services.reporting.forms.documents.money import shown
from services.reporting.verification.findings import TOLD, Finding
from shared.json_types import Json, JsonObject

_MOST = 200
"""What differs is listed up to so many; a rule that changed moves nearly everything."""
_MOST_PARTS = 40


@dataclass
class Derived:
    logs: list[LookedThrough] = field(default_factory=list)
    submissions: int = 0
    sheets: int = 0
    differing: int = 0
    listed: list[Outcome] = field(default_factory=list)

    def take(self, outcome: Outcome) -> None:
        if outcome.kind == "submission":
            self.submissions += 1
        else:
            self.sheets += 1
        if outcome.differs:
            self.differing += 1
            self.listed += [outcome][: _MOST - len(self.listed)]

    @property
    def equal(self) -> bool:
        return not self.differing and all(log.broken is None for log in self.logs)

    def to_json(self) -> JsonObject:
        return {
            "equal": self.equal,
            "submissions": self.submissions,
            "consolidations": self.sheets,
            "differing": self.differing,
            "logs": [_log(log) for log in self.logs],
            "listed": [_outcome(outcome) for outcome in self.listed],
            "more": self.differing - len(self.listed),
        }

    def say(self) -> None:
        for log in self.logs:
            if (finding := log.finding()) is not None:
                say(f"！{_told(finding)}。 其后未推算 What follows it was not derived.")
        for outcome in self.listed:
            for line in _lines(outcome):
                say(line)
        if (more := self.differing - len(self.listed)) > 0:
            say(f"… 另 {more} 项 {more} more")
        say(
            f"报送件 {self.submissions}，汇总表 {self.sheets}，不同 {self.differing}。 "
            f"{self.submissions} submissions, {self.sheets} consolidated sheets, {self.differing} differ."
        )


def _lines(outcome: Outcome) -> Iterator[str]:
    signed = outcome.signed
    yield f"{outcome.township} {signed.campaign_id} {signed.number} {outcome.whose} {signed.period_name}"
    for finding in outcome.findings:
        yield f"  {_told(finding)}"
    if outcome.not_derivable is not None:
        zh, en = WHY[outcome.not_derivable]
        yield f"  未推算：{zh} Not derived: {en}"
    cells_first = sorted(outcome.parts, key=lambda part: len(part.path) == 1)
    for part in cells_first[:_MOST_PARTS]:
        yield f"  {_named(part)}: {_value(part, part.signed)} → {_value(part, part.derived)}"
    if (more := len(outcome.parts) - _MOST_PARTS) > 0:
        yield f"  … 另 {more} 处 {more} more: --json"


def _told(finding: Finding) -> str:
    zh, en = TOLD[finding.what]
    place = "" if finding.log is None else f"{finding.log} {finding.position}："
    return f"{place}{zh} {en}"


def _named(part: Part) -> str:
    column = COLUMN.get(part.path[-1])
    return part.name if column is None else f"{part.name} {column.label}"


def _value(part: Part, value: Json) -> str:
    column = COLUMN.get(part.path[-1])
    if column is not None and isinstance(value, int):
        return str(shown(column, value))
    return "–" if value is None else str(value)


def _log(log: LookedThrough) -> JsonObject:
    told: dict[str, Json] = {"log": log.log, "log_id": log.log_id, "events": log.events}
    return told if (finding := log.finding()) is None else told | {"finding": _finding(finding)}


def _outcome(outcome: Outcome) -> JsonObject:
    signed = outcome.signed
    told: dict[str, Json] = {
        "kind": outcome.kind,
        "township": outcome.township,
        "campaign": signed.campaign_id,
        "number": signed.number,
        "name": signed.period_name,
        "whose": outcome.whose,
        "position": outcome.position,
        "findings": [_finding(each) for each in outcome.findings],
        "parts": [
            {"path": list(part.path), "signed": part.signed, "derived": part.derived}
            for part in outcome.parts
        ],
    }
    if outcome.not_derivable is not None:
        zh, en = WHY[outcome.not_derivable]
        told["not_derived"] = {"code": outcome.not_derivable, "zh": zh, "en": en}
    return told


def _finding(finding: Finding) -> JsonObject:
    zh, en = TOLD[finding.what]
    told: dict[str, Json] = {"what": finding.what, "zh": zh, "en": en}
    return told if finding.log is None else told | {"log": finding.log, "position": finding.position}
