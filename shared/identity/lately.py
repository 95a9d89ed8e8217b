"""Signing takes a password that was given lately, where somebody signs with a browser's cookie."""

import time

from fastapi import Depends, Request

from shared.identity.session import SessionClaims
from shared.problems import Rejected

LATELY_SECONDS = 15 * 60


def password_is_recent(session: SessionClaims | None) -> bool:
    """By real time, as sessions go. Whoever sends a token gets that anew from the issuer."""
    return session is None or time.time() - session.authenticated <= LATELY_SECONDS


async def refuse_unless_recent(request: Request) -> None:
    """A dependency. Raises `sign_in_again`; what was asked can be sent again afterwards."""
    if not password_is_recent(request.state.session):
        raise Rejected("sign_in_again")


PasswordGivenLately = Depends(refuse_unless_recent)
