"""Every page, each with somebody who may see it: what holds of all pages is asked of these."""

from typing import NamedTuple

from shared.facts.account import Role

CAMPAIGN = "/reporting/pages/campaigns/dasheng-2024-winter"


class PageSeen(NamedTuple):
    name: str
    """Of its picture."""
    role: Role | None
    """None: nobody has signed in."""
    organisation: str | None
    address: str


PAGES = [
    PageSeen("sign-in", None, None, "/registry/pages/sign-in"),
    PageSeen("form-of-the-town", "safety_office", None, f"{CAMPAIGN}/annex-3"),
    PageSeen("form-of-a-village", "reporter", "v-mingyue", f"{CAMPAIGN}/annex-4"),
    PageSeen("refused", "operator", None, f"{CAMPAIGN}/annex-3"),
]
