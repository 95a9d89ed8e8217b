"""Attempts to sign in: limited for each account and for each address, and every one of them logged."""

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network

from deploy.embedded.issuer.limiter import Limiter, Rate
from shared.logging import get_logger

OF_AN_ACCOUNT = Rate(burst=5, seconds_each=60)
OF_AN_ADDRESS = Rate(burst=30, seconds_each=5)
"""An office signs in behind one address."""

_LONGEST_KEY = 100
_log = get_logger("paicha.sign_in")


class Attempts:
    def __init__(self) -> None:
        self._accounts = Limiter(OF_AN_ACCOUNT)
        self._addresses = Limiter(OF_AN_ADDRESS)

    def seconds_to_wait(self, account: str, address: str) -> int:
        """0 is a try, and counts as one; anything else is none."""
        account, network, now = account[:_LONGEST_KEY], _network(address), time.monotonic()
        wait = max(self._accounts.wait(account, now), self._addresses.wait(network, now))
        if wait > 0:
            _note("limited", account, address)
            return math.ceil(wait)
        self._accounts.take(account, now)
        self._addresses.take(network, now)
        return 0

    def succeeded(self, account: str, address: str) -> None:
        """Who knows the password has mistyped before, not guessed."""
        self._accounts.give_back(account[:_LONGEST_KEY])
        _note("success", account, address)

    def not_valid(self, account: str, address: str) -> None:
        """The right password of an account that was disabled, or is outside of its term."""
        self._accounts.give_back(account[:_LONGEST_KEY])
        _note("not_valid", account, address)

    def to_choose(self, account: str, address: str) -> None:
        """The right password, which is good for choosing another one and for nothing else."""
        self._accounts.give_back(account[:_LONGEST_KEY])
        _note("to_choose", account, address)

    def failed(self, account: str, address: str) -> None:
        _note("failure", account, address)


def _note(outcome: str, account: str, address: str) -> None:
    """What was typed as the account, without what would mislead a reader, and not at any length."""
    shown = repr(account[:_LONGEST_KEY])[1:-1]
    _log.info("sign_in", outcome=outcome, account=shown, address=address)


def _network(address: str) -> str:
    """One subscriber has a whole /64 of IPv6 addresses."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return str(ip)
    return str(ip.ipv4_mapped or ip_network((ip.packed[:8] + bytes(8), 64)))
