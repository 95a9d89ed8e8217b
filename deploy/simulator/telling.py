"""The facts told so far, kept until a sheet is full and handed out in the order they were sent."""

from collections.abc import Iterator
from typing import NamedTuple

import orjson

from deploy.simulator.moments import Calendar
from shared.json_types import JsonObject

SHEET = 50_000
"""So many facts are held at once, whatever the size of the campaign."""


class Sent(NamedTuple):
    """A fact as a line of JSON."""

    moment: int
    """When it is sent, in seconds since the window opened."""
    number: int
    line: bytes


class Telling:
    """Writes facts as intake CloudEvents. Nothing is sent before the moment `entered`."""

    def __init__(self, namespace: str, calendar: Calendar, until: int | None = None) -> None:
        """What would be sent after `until` is left out."""
        self.source = f"/simulator/{namespace}"
        self.calendar = calendar
        self._until = until
        self.entered = self.latest = -(10**12)
        """`latest` is when the last fact was sent since somebody set it."""
        self._count = 0
        self._sent: list[Sent] = []

    def tell(self, type_name: str, occurred: int, data: JsonObject, sent: int | None = None) -> str:
        """Add a fact and return its id. A fact sent later than it occurred is a back-dated one."""
        self._count += 1
        moment = max(self.entered, occurred if sent is None else sent)
        self.latest = max(self.latest, moment)
        fact_id = f"{self._count:07d}"
        if self._until is not None and moment > self._until:
            return fact_id
        line = orjson.dumps(
            {
                "specversion": "1.0",
                "id": fact_id,
                "source": self.source,
                "type": type_name,
                "time": self.calendar.write(occurred),
                "datacontenttype": "application/json",
                "data": data,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        self._sent.append(Sent(moment, self._count, line))
        return fact_id

    def take_back(self, fact_id: str, occurred: int, reason: str) -> str:
        data: JsonObject = {"source": self.source, "id": fact_id, "reason": reason}
        return self.tell("fact.voided", occurred, data)

    def full_sheet(self) -> Iterator[Sent]:
        """The facts, once there are enough of them."""
        return self.rest() if len(self._sent) >= SHEET else iter(())

    def rest(self) -> Iterator[Sent]:
        sent, self._sent = self._sent, []
        sent.sort()
        return iter(sent)
