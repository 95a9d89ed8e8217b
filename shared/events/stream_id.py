"""The name of an event stream: one subject of one township.

Intake names and looks at several for each fact: the two functions take a fifth of the time of the tuple.
"""

from typing import NamedTuple


class StreamId(NamedTuple):
    """Written `<township>/<kind>/<business id>`; the business id may hold slashes of its own."""

    township: str
    kind: str
    id: str

    @classmethod
    def parse(cls, stream: str) -> "StreamId":
        return cls._make(stream.split("/", 2))


def stream_of(township: str, kind: str, id_: str) -> str:
    return f"{township}/{kind}/{id_}"


def kind_of(stream: str) -> str:
    return stream.split("/", 2)[1]
