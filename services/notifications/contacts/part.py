"""Whose contact it is: a holder and the part of its list. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shared.facts.account import Account
from shared.problems import Rejected


class HolderKind(StrEnum):
    """A person in office, a filer, a regulated unit, somebody else by an id, or a list of people."""

    OFFICIAL = "official"
    FILER = "filer"
    UNIT = "unit"
    PERSON = "person"
    LIST = "list"


FILER_PARTS = ("reporter", "head", "stand_in")
"""填报人, 单位负责人, 替岗（AB岗）."""
SELF = "self"
OPERATORS = "operators"
LISTS = ("safety-office", OPERATORS)
_SLOT = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(frozen=True, slots=True)
class Part:
    """One contact's place: `filer/v-1/reporter`."""

    kind: HolderKind
    holder: str
    name: str

    @property
    def reference(self) -> str:
        return f"{self.kind}/{self.holder}/{self.name}"

    def may_be_kept_by(self, account: Account) -> bool:
        """Read and written."""
        match account.role:
            case "operator":
                return True
            case "safety_office":
                return (self.kind, self.holder) != (HolderKind.LIST, OPERATORS)
            case _:
                own = self.kind is HolderKind.FILER and self.holder in account.organisations
                return own and keeps_contacts(account)


def keeps_contacts(account: Account) -> bool:
    """Some at least. A filer's own people are people: no machine key of it."""
    match account.role:
        case "operator" | "safety_office":
            return True
        case "reporter" | "officer":
            return account.credential == "person"
        case _:
            return False


def part_of(kind: HolderKind, holder: str, name: str | None = None) -> Part:
    """Without a name the part that a holder always has. Raises `invalid_request` for what no list has."""
    match kind:
        case HolderKind.FILER:
            return Part(kind, holder, _one_of(FILER_PARTS, name or FILER_PARTS[0], "part"))
        case HolderKind.LIST:
            _one_of(LISTS, holder, "holder")
            if not _SLOT.fullmatch(name or SELF):
                raise Rejected("invalid_request", field="part", detail="a-z 0-9 -")
            return Part(kind, holder, name or SELF)
        case HolderKind.OFFICIAL | HolderKind.UNIT | HolderKind.PERSON:
            return Part(kind, holder, _one_of((SELF,), name or SELF, "part"))


def _one_of(known: tuple[str, ...], said: str, field: str) -> str:
    if said not in known:
        raise Rejected("invalid_request", field=field, detail=" / ".join(known))
    return said
