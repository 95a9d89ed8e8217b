"""Cookies of people who have signed in with a browser, made with a key of the tests' own."""

import json
import time
from pathlib import Path

from joserfc.jwk import ECKey

from shared.facts.account import Account
from shared.identity.session import SessionClaims, session_cookie

_HOURS = 12 * 3600


class SessionKey:
    def __init__(self, folder: Path) -> None:
        self._key = ECKey.generate_key("P-256", {"kid": "sessions"})
        self.path = folder / "session-jwks.json"
        """For services, which verify by it."""
        self.path.write_text(json.dumps({"keys": [self._key.as_dict(private=False)]}))

    def cookie_of(self, who: Account) -> str:
        now = int(time.time())
        return session_cookie(self._key, who, SessionClaims(now, now + _HOURS), now)
