"""The line that a waiting fact stands in: that of its subject."""

from shared.facts.fact import Fact

Line = str
"""The subject's stream; a voiding whose fact is unknown has a line of its own."""

_OF_UNKNOWN = "fact/"


def line_of(fact: Fact, stream: str | None) -> Line:
    return stream or f"{_OF_UNKNOWN}{fact.account.township}/{fact.key.as_text()}"


def is_of_town(line: Line, township: str) -> bool:
    return line.removeprefix(_OF_UNKNOWN).startswith(f"{township}/")


def is_of_unknown(line: Line) -> bool:
    """Of a voiding whose fact is not known here, and of those that take that voiding back."""
    return line.startswith(_OF_UNKNOWN)
