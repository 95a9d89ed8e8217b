"""The rights that an account has now, for facts that were sent a while ago."""

from dataclasses import replace

from shared.facts.account import Account
from shared.identity.api_keys import ApiKeys
from shared.identity.publishers import Publishers


class RightsNow:
    """Of a machine key or a publisher what its file says now; of a person what the token said."""

    def __init__(self, publishers: Publishers, api_keys: ApiKeys | None) -> None:
        self._publishers, self._api_keys = publishers, api_keys

    def __call__(self, account: Account) -> Account:
        match account.credential:
            case "person":
                return account
            case "publisher":
                now = self._publishers.account(account.name)
            case "key":
                now = None if self._api_keys is None else self._api_keys.named(account.township, account.name)
        if now is None or now.township != account.township:
            return replace(account, role="dashboard", organisations=frozenset())
        return now
