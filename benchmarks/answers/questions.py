"""What is asked: forms now and at other times, series, lineage, differences."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import orjson

from benchmarks.answers.asking import Request
from shared.instant import SHANGHAI
from tests.e2e.deployment import Account

_CAMPAIGN = "dasheng-2024-winter"
_ANNEX_3 = f"/reporting/campaigns/{_CAMPAIGN}/annex-3"
_FIRST_CUTOFF = datetime(2024, 11, 20, tzinfo=SHANGHAI)
_LAST_CUTOFF = datetime(2025, 2, 25, tzinfo=SHANGHAI)


class Questions:
    """Of the safety office, about a town as it is now."""

    def __init__(self, office: Account) -> None:
        answer = office.client.get(_ANNEX_3)
        self._positions: Mapping[str, int] = answer.json()["positions"]
        self._tag: str = answer.headers["etag"]
        self._token = ("Authorization", answer.request.headers["Authorization"])

    def form(self) -> Request:
        return self._get(_ANNEX_3)

    def unchanged(self) -> Request:
        return Request("GET", _ANNEX_3, (self._token, ("If-None-Match", self._tag)), expected=304)

    def other_times(self, count: int) -> list[Request]:
        """Each another pair: as recorded ever earlier, cut-offs all through the campaign in no order."""
        asked = []
        between = (_LAST_CUTOFF - _FIRST_CUTOFF) / count
        for number in range(count):
            part = 1 - number / (2 * count)
            positions = ",".join(f"{log}:{int(last * part)}" for log, last in self._positions.items())
            until = (_FIRST_CUTOFF + between * (number * 7 % count)).isoformat()
            asked.append(self._get(_ANNEX_3, occurred_until=until, positions=positions))
        return asked

    def series(self) -> Request:
        return self._get(f"{_ANNEX_3}/series")

    def lineage(self, filer: str, column: str, **times: str) -> Request:
        return self._get(f"{_ANNEX_3}/cells/{filer}/{column}", limit="1000", **times)

    def differences(self) -> dict[str, Request]:
        """Of now and half of all events; of two deadlines; of two policies."""
        half = {log: last // 2 for log, last in self._positions.items()}
        deadlines = [{"occurred_until": f"2024-12-{day}T18:00:00+08:00"} for day in (14, 30)]
        return {
            "half of all events, and all": self._diff({"positions": half}, {}),
            "two deadlines": self._diff(*deadlines),
            "two policies": self._diff({"policy": "1"}, {"policy": "2"}),
        }

    def _diff(self, a: dict[str, Any], b: dict[str, Any]) -> Request:
        body = orjson.dumps({"a": {"campaign": _CAMPAIGN} | a, "b": {"campaign": _CAMPAIGN} | b})
        headers = (self._token, ("Content-Type", "application/json"))
        return Request("POST", "/reporting/diff", headers, body)

    def _get(self, path: str, **parameters: str) -> Request:
        query = f"?{urlencode(parameters)}" if parameters else ""
        return Request("GET", f"{path}{query}", (self._token,))
