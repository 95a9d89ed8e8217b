"""The demonstration's shared seats, one made-up person for each; passwords are made once per data folder."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hmac import compare_digest
from secrets import token_hex
from typing import Any

from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.town import OF_A_FILER, Town
from deploy.servers.private import write_private
from shared.facts.account import Account, Person, Role


@dataclass(frozen=True, slots=True)
class Seat:
    login: str
    """`sub` in tokens, actor in events. Its @ keeps it apart from the names of publishers on the bus."""
    title: str
    role: Role
    township: str
    organisation: str | None
    name: str
    office: str
    password: str

    def account(self) -> Account:
        organisations = frozenset() if self.organisation is None else frozenset({self.organisation})
        person = Person(self.name, self.office)
        return Account(self.login, self.township, self.role, organisations, person=person)


def ensure_seats(folder: DataFolder, towns: tuple[Town, ...]) -> None:
    """What is new in the campaigns gets a seat; one that is there keeps its password and its person."""
    kept = _kept(folder)
    names = _free_names({each["name"] for each in kept.values() if "login" in each})
    first = first_township(folder, towns)
    listed = []
    for town in towns:
        of_town = "" if len(towns) == 1 else f"（{town.township}）"
        for role, organisation, place, office in _places(town):
            login, title = seat_login(first, town, role, organisation), place + of_town
            # Kept by an older version, a seat has a password and no person yet.
            before = kept.get(login, {})
            name = before["name"] if "login" in before else next(names)
            password = before.get("password") or token_hex(6)
            listed.append(Seat(login, title, role, town.township, organisation, name, office, password))
    write_private(folder.seats, json.dumps([asdict(seat) for seat in listed], ensure_ascii=False, indent=1))


def seats(folder: DataFolder) -> list[Seat]:
    return [Seat(**each) for each in json.loads(folder.seats.read_text("utf-8"))]


def seat_of(folder: DataFolder, login: str, password: str) -> Seat | None:
    for seat in seats(folder):
        if seat.login.lower() == login and compare_digest(seat.password.encode(), password.encode()):
            return seat
    return None


def first_township(folder: DataFolder, towns: tuple[Town, ...]) -> str:
    """Of the town that the folder began with: its seats have short names."""
    return read_accounts(folder).first_township or _of_an_older_version(folder) or towns[0].township


def seat_login(first: str, town: Town, role: str, organisation: str | None) -> str:
    """Towns may use the same ids: only the one that the folder began with does without its own code."""
    if role not in OF_A_FILER:
        return f"{role}@{town.township}"
    return f"{role}@{organisation}" + ("" if town.township == first else f".{town.township}")


def _places(town: Town) -> Iterator[tuple[Role, str | None, str, str]]:
    """Role, organisation, title, and the office of whoever sits there."""
    for id_, name in town.villages.items():
        yield "reporter", id_, f"{name} 填报员", "填报员"
    for id_, name in town.departments.items():
        yield "officer", id_, f"{name} 科室干部", "科室干部"
    yield "safety_office", town.safety_office, "镇安委办", "安委办干部"
    yield "leader", None, "镇领导", _office_of_a_leader(town)
    yield "auditor", None, "审计员", "审计员"
    yield "operator", None, "运维员", "运维员"


def _office_of_a_leader(town: Town) -> str:
    """A member of the first working group, so that the own group is seen on the desk; of made-up name."""
    group = next(iter(town.working_groups.values()), None)
    return "镇领导" if group is None else f"镇领导、{group}成员"


def _free_names(taken: set[str]) -> Iterator[str]:
    """Of nobody: a form signed in a demonstration names no real person."""
    number = 0
    while True:
        number += 1
        if (name := f"演示人员{number:02}") not in taken:
            yield name


def _of_an_older_version(folder: DataFolder) -> str | None:
    """It knew one town, and had an operator there, in a demonstration or not."""
    operators = [each["name"] for each in _kept(folder).values() if "login" not in each]
    return next((name.partition("@")[2] for name in operators if name.startswith("operator@")), None)


def _kept(folder: DataFolder) -> dict[str, dict[str, Any]]:
    """By login. An older version called the login `name` and knew no persons."""
    if not folder.seats.exists():
        return {}
    listed = json.loads(folder.seats.read_text("utf-8"))
    return {each.get("login") or each["name"]: each for each in listed}
