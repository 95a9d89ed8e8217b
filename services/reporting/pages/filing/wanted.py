"""Which report somebody wants to see on the signing page, and what has happened so far."""

from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import Request

from services.reporting.pages.filing.form_keys import new_key
from services.reporting.pages.filing.refused_at import Mistake
from services.reporting.submissions.preparing import Seen
from shared.facts.account import Account
from shared.pages.posted import Posted
from shared.problems import Rejected


@dataclass(frozen=True, slots=True)
class Wanted:
    request: Request
    account: Account
    campaign: str
    period: str
    filer: str
    corrects: str | None
    key: str = field(default_factory=new_key)
    """The idempotency key that is made into the form."""
    seen: Seen | None = None
    """None: as of now."""
    typed: Posted | None = None
    """None where nothing was sent yet."""
    mistakes: tuple[Mistake, ...] = ()
    refused: Rejected | None = None
    status: HTTPStatus = HTTPStatus.OK
