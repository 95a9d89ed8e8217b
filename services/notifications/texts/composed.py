"""What a message is made from, and what it is made into. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared.json_types import Json


@dataclass(frozen=True, slots=True)
class Said:
    """One reminder of a message."""

    rule: str
    facts: Mapping[str, Json]
    due: datetime
    seat: str
    """For whom it is, a value of `Seat`: a member is told of his filers, a filer of itself."""
    as_of: datetime | None = None
    """“截至17:52”: where reporting was not closed in time."""
    recipient: str = ""
    """`filer/v-mingyue/stand_in`: e-mails say why it went there; empty, to whom the seat names first."""


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom it is written."""

    name: str
    channel: str
    page: str
    """The address of the deployment, for links in e-mails."""
    acknowledge: str | None = None
    """The link that says 收到; only in e-mails."""


@dataclass(frozen=True, slots=True)
class Composed:
    title: str
    text: str
    html: str | None = None
    template: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
