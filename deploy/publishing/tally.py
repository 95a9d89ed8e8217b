"""What became of the facts of a file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from deploy.publishing.line import BadLine, Line
from shared.json_types import JsonObject

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Rejection:
    line: Line
    code: str
    message: str

    def to_json(self) -> JsonObject:
        key = self.line.key
        return {
            "line": self.line.number, "source": key.source, "id": key.id, "code": self.code,
            "message": self.message,
        }  # fmt: skip


@dataclass(slots=True)
class Tally:
    accepted: int = 0
    duplicate: int = 0
    waiting: int = 0
    """Stored by the service, not decided when the waiting time was over."""
    unanswered: int = 0
    """Without any receipt: not safe."""
    resent: int = 0
    deferred: int = 0
    """Sent again later, because too many facts waited."""
    singly: int = 0
    """Sent one by one, because the bus had no room for another batch."""
    bad_lines: list[BadLine] = field(default_factory=list)
    rejected_by_code: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    """Of what was sent, the first hundred."""

    @property
    def rejected(self) -> int:
        """By a service, or not fit to be sent: every line of the file is counted somewhere."""
        return self.rejected_by_code.total()

    @property
    def decided(self) -> int:
        return self.accepted + self.duplicate + self.rejected

    @property
    def complete(self) -> bool:
        """Every fact of the file is in the log."""
        return not (self.rejected or self.waiting or self.unanswered)

    def refuse(self, line: BadLine) -> None:
        """Rejected before it was sent."""
        self.bad_lines.append(line)
        self.rejected_by_code[line.code] += 1

    def count(self, line: Line, receipt: dict[str, Any]) -> None:
        match receipt["outcome"]:
            case "accepted":
                self.accepted += 1
            case "duplicate":
                self.duplicate += 1
            case _:
                rejection = Rejection(line, str(receipt.get("code")), str(receipt.get("message")))
                self.rejected_by_code[rejection.code] += 1
                if len(self.rejections) < _SHOWN:
                    self.rejections.append(rejection)

    def to_json(self) -> JsonObject:
        return {
            "accepted": self.accepted, "duplicate": self.duplicate, "rejected": self.rejected,
            "waiting": self.waiting, "unanswered": self.unanswered, "resent": self.resent,
            "deferred": self.deferred, "singly": self.singly,
            "bad_lines": [
                {"line": bad.number, "code": bad.code, "reason": bad.reason} for bad in self.bad_lines
            ],
            "rejected_by_code": dict(self.rejected_by_code),
            "rejections": [rejection.to_json() for rejection in self.rejections],
        }  # fmt: skip
