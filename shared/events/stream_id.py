"""The name of an event stream: one subject of one township."""

from typing import NamedTuple


class StreamId(NamedTuple):
    """Written `<township>/<kind>/<business id>`; the business id may hold slashes of its own."""

    township: str
    kind: str
    id: str

    @classmethod
    def parse(cls, stream: str) -> "StreamId":
        return cls(*stream.split("/", 2))

    def __str__(self) -> str:
        return f"{self.township}/{self.kind}/{self.id}"
