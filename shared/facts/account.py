"""Who is acting: a person, a machine or a publisher, and what they may act for."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from shared.characters import shown
from shared.events.personal_data import find_personal_data

Role: TypeAlias = Literal[
    "reporter", "officer", "safety_office", "leader", "auditor", "operator", "dashboard"
]
EVERY_ROLE: tuple[Role, ...] = (
    "reporter", "officer", "safety_office", "leader", "auditor", "operator", "dashboard",
)  # fmt: skip

Credential: TypeAlias = Literal["person", "key", "publisher"]
"""How an account was verified: by a token of the issuer, a machine key, or its NATS user."""

SAFETY_OFFICE_ID = "safety-office"
"""The organisation of every town's safety office, and what its acts are recorded under."""

CAMPAIGN_FILE = "campaign-file"
"""Who states what a campaign file says. No account and no publisher may have this name."""

PERSONS_SIGN = "@"
"""In the names of people of the embedded issuer, and in no name of a machine key or a publisher."""

LONGEST_NAME = 40
MOST_DIGITS = 6
"""In what is said of a person: more of them are a telephone number, of a landline too."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as shown. A signature keeps both for ever, so neither holds a number of a person."""

    name: str
    office: str = ""
    """职务; may be empty."""


def fits_a_person(text: str) -> bool:
    """As name or office: one short line of which everything is seen, and no telephone or identity number."""
    return (
        len(text) <= LONGEST_NAME
        and text == text.strip()
        and shown(text) == text
        and sum(character.isdigit() for character in text) <= MOST_DIGITS
        and find_personal_data(text) is None
    )


@dataclass(frozen=True, slots=True)
class Account:
    """A verified identity. `name` is the publisher of the facts it sends and the actor of their events."""

    name: str
    township: str
    role: Role
    organisations: frozenset[str]
    """What it may act for; the safety office acts for any filer of its town whatever stands here."""
    credential: Credential = field(default="person", compare=False)
    person: Person | None = field(default=None, compare=False)
    """Whom the issuer names; never of a machine key or a publisher. Gives no right."""
    head: bool = False
    """单位负责人 of its organisation, as the issuer says."""

    @property
    def acts_for_any(self) -> bool:
        return self.role == "safety_office"

    @property
    def may_enter_facts(self) -> bool:
        """A reporter or officer of no organisation has nothing to say."""
        return self.acts_for_any or (self.role in ("reporter", "officer") and bool(self.organisations))

    @property
    def sees_every_filer(self) -> bool:
        return self.role in ("safety_office", "leader", "auditor", "dashboard")

    def may_act_for(self, organisation: str) -> bool:
        return self.acts_for_any or organisation in self.organisations

    @property
    def organisation(self) -> str:
        """The organisation stamped on events as `actororg`."""
        if self.acts_for_any or not self.organisations:
            return self.role.replace("_", "-")
        return min(self.organisations)
