"""Who has signed in goes back to the client with a code."""

import asyncio
import time

from fastapi.responses import RedirectResponse

from deploy.embedded.accounts.account import WRITING_SECONDS
from deploy.embedded.issuer.asked import Asked, answered
from deploy.embedded.issuer.equipment import Equipment
from deploy.embedded.issuer.sign_in import SignedIn


async def with_a_code(equipment: Equipment, asked: Asked, who: SignedIn) -> RedirectResponse:
    """Just after a change of the account what is given out is dated ahead: until then it is waited, so that
    no client gets what was not issued yet."""
    await asyncio.sleep(min(max(who.issued - time.time(), 0), WRITING_SECONDS))
    code = equipment.codes.give(who.account.name, asked, who.issued)
    return RedirectResponse(answered(asked.redirect_uri, equipment.issuer, asked.state, code=code), 303)
