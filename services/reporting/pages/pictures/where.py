"""The addresses of pictures, and of what their numbers open. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from services.reporting.reading.asked_form import Form
from services.reporting.reading.question import Question
from shared.instant import moment_at, write_instant


@dataclass(frozen=True, slots=True)
class Where:
    campaign: str
    annex: str
    named: Mapping[str, str]
    """What the address says of the report."""

    @classmethod
    def of(cls, asked: Question) -> "Where":
        positions = ",".join(f"{log}:{position}" for log, position in asked.positions.items())
        said = {
            "occurred_until": asked.occurred_until,
            "recorded_until": asked.recorded_until,
            "positions": positions or None,
            "policy": asked.policy,
        }
        return cls(
            asked.campaign, asked.annex, {name: text for name, text in said.items() if text is not None}
        )

    def fixed(self, form: Form, now: int) -> "Where":
        """What is there is the same for ever: its cut-off has passed, its positions are named."""
        positions = ",".join(f"{log}:{position}" for log, position in form.positions.items())
        until = write_instant(moment_at(min(form.moment, now)))
        named = {"occurred_until": until, "positions": positions, "policy": form.policy}
        return Where(self.campaign, self.annex, named)

    def all(self, **more: str) -> str:
        return _address(f"{self._campaign}/pictures", {"annex": self.annex, **self.named, **more})

    def picture(self, name: str, suffix: str = "", **more: str) -> str:
        said = {"annex": self.annex, **self.named, **more}
        return _address(f"{self._campaign}/pictures/{name}{suffix}", said)

    def cell(self, filer: str, column: str, **at: str) -> str:
        """The panel of a cell, of this report or `at` another cut-off."""
        path = f"{self._campaign}/{self.annex}/cells/{quote(filer, safe='')}/{column}"
        return _address(path, {**self.named, **at})

    def form(self, **said: str) -> str:
        return _address(f"{self._campaign}/{self.annex}", said)

    @property
    def _campaign(self) -> str:
        return f"/reporting/pages/campaigns/{quote(self.campaign, safe='')}"


def _address(path: str, said: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(said)}" if said else path
