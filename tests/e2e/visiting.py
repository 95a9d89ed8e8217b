"""People who open pages: a browser window with the cookie of somebody who has signed in."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from joserfc.jwk import ECKey
from playwright.sync_api import Browser

from deploy.embedded.folder import DataFolder
from shared.facts.account import SAFETY_OFFICE_ID, Account, Person, Role
from shared.identity.session import COOKIE, SessionClaims, session_cookie
from tests.e2e.deployment import Deployment
from tests.support.browsers import Seen, seen_by

TOWNSHIP = "500112143"
_HOURS = 12 * 3600


def account(role: Role, organisation: str | None = None, township: str = TOWNSHIP, **more: Any) -> Account:
    if role == "safety_office":
        organisation = SAFETY_OFFICE_ID
    organisations = frozenset() if organisation is None else frozenset({organisation})
    name = f"{role}@{organisation or township}"
    return Account(name, township, role, organisations, person=Person("王芳", "科员"), **more)


def cookie_of(deployment: Deployment, who: Account, authenticated_seconds_ago: int = 0) -> str:
    """As the registry gives it after the sign-in."""
    key = ECKey.import_key(json.loads(DataFolder(deployment.data).session_key.read_text("utf-8")))
    now = int(time.time())
    return session_cookie(key, who, SessionClaims(now - authenticated_seconds_ago, now + _HOURS), now)


@contextmanager
def visiting(
    deployment: Deployment, browser: Browser, who: Account | None, width: int = 1280, **more: Any
) -> Iterator[Seen]:
    """None: has not signed in. Nothing may be complained about, and nothing asked of another address."""
    with seen_by(browser, width, base_url=deployment.url, **more) as seen:
        if who is not None:
            cookie = {"name": COOKIE, "value": cookie_of(deployment, who), "url": deployment.url}
            seen.page.context.add_cookies([{**cookie, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[list-item,typeddict-item]  # a literal that was built
        yield seen
        assert all(asked.startswith((deployment.url, "data:", "blob:")) for asked in seen.asked), seen.asked
