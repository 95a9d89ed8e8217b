"""What happens in the demonstration's past, each at its moment. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from shared.events.reporting import LateReason


@dataclass(frozen=True, slots=True)
class Send:
    """All facts that were sent until then and are not published yet."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Remind:
    """Reminders are due: until they have gone nothing else happens."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """确认报送. `edition` counts what the filer signs for the period, from 1 on."""

    at: datetime
    period: str
    filer: str
    edition: int = 1
    late_reason: LateReason | None = None
    remark: str | None = None
    on_behalf: bool = False
    correction: str | None = None
    """更正报 of the edition before: why."""

    @property
    def number(self) -> str:
        return _number(self.period, self.filer, self.edition)

    @property
    def corrects(self) -> str | None:
        return None if self.correction is None else _number(self.period, self.filer, self.edition - 1)


@dataclass(frozen=True, slots=True)
class Return:
    """退回, at a cell."""

    at: datetime
    number: str
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Accept:
    """审核通过 of what these filers have signed by then."""

    at: datetime
    period: str
    filers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extend:
    """延期至."""

    at: datetime
    period: str
    filer: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Consolidate:
    """汇总 of both annexes."""

    at: datetime
    period: str
    edition: int = 1


@dataclass(frozen=True, slots=True)
class SendUp:
    """上报 of both."""

    at: datetime
    period: str
    edition: int = 1


Act: TypeAlias = Sign | Return | Accept | Extend | Consolidate | SendUp
Step: TypeAlias = Send | Remind | Act

ANNEXES = ("annex-3", "annex-4")


def sheet_number(period: str, annex: str, edition: int) -> str:
    return _number(period, annex, edition)


def _number(period: str, of: str, edition: int) -> str:
    return f"{period}-{of}-{edition}"
