"""What the issuer's routes use, put together once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.asked import CALLBACK
from deploy.embedded.issuer.attempts import Attempts
from deploy.embedded.issuer.choices import Choices
from deploy.embedded.issuer.codes import Codes
from deploy.embedded.issuer.seats import Seat
from deploy.embedded.issuer.town import Town
from deploy.embedded.issuer.who_asks import WhoAsks

AT_ONCE = 2
"""Passwords that are tried at the same time: each takes a core and 64 MiB for a moment."""


@dataclass(frozen=True, slots=True)
class Equipment:
    folder: DataFolder
    issuer: str
    """The `iss` of its tokens, and where programs of this machine ask it."""
    public_url: str
    """Where people's browsers reach the deployment."""
    towns: tuple[Town, ...]
    demo: bool
    shown: tuple[Seat, ...]
    """Seats to sign in at; of a demonstration alone."""
    who_asks: WhoAsks
    attempts: Attempts = field(default_factory=Attempts)
    codes: Codes = field(default_factory=Codes)
    choices: Choices = field(default_factory=Choices)
    trying: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
    )

    @property
    def redirect_uri(self) -> str:
        """The one address that codes go to."""
        return self.public_url + CALLBACK


def equipment(request: Request) -> Equipment:
    found: Equipment = request.app.state.equipment
    return found


Equipped = Annotated[Equipment, Depends(equipment)]
