"""A password is tried: one way for every page and program, limited and logged."""

import asyncio
from functools import partial

from fastapi import Request

from deploy.embedded.accounts.told import as_written
from deploy.embedded.issuer.equipment import Equipment
from deploy.embedded.issuer.sign_in import NotNow, SignedIn, signed_in

GUESSING_PAUSE = 0.5


class Limited(Exception):
    """Tried too often."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


async def try_password(
    equipment: Equipment, request: Request, typed: str, password: str, *, by_program: bool = False
) -> SignedIn | None:
    """None: wrong, or no such account. Raises Limited or NotNow. Some of those found have to choose first."""
    login, attempts = as_written(typed), equipment.attempts
    address = request.client.host if request.client else ""
    if seconds := attempts.seconds_to_wait(login, address):
        raise Limited(seconds)
    try:
        who = await _in_a_thread(equipment, login, password)
    except NotNow:
        attempts.not_valid(login, address)
        raise
    if who is None:
        attempts.failed(login, address)
        await asyncio.sleep(GUESSING_PAUSE)
        return None
    if who.has_to_choose(by_program=by_program):
        attempts.to_choose(login, address)
    else:
        attempts.succeeded(login, address)
    return who


async def _in_a_thread(equipment: Equipment, login: str, password: str) -> SignedIn | None:
    """Trying a password is slow on purpose, and others are answered meanwhile."""
    try_it = partial(signed_in, equipment.folder, login, password, demo=equipment.demo)
    return await asyncio.get_running_loop().run_in_executor(equipment.trying, try_it)
