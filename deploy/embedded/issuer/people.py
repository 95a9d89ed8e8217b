"""The demonstration's people, one for each seat of the town; passwords are made once per data folder."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hmac import compare_digest
from secrets import token_hex

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.town import Town, read_town
from deploy.servers.private import write_private


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    """`sub` in tokens, actor in events. Its @ keeps it apart from the names of publishers on the bus."""
    title: str
    role: str
    organisation: str | None
    password: str


def ensure_people(folder: DataFolder) -> None:
    """Who is new in the campaigns gets an account; who is there keeps the password."""
    path = folder.issuer / "people.json"
    kept = {person.name: person.password for person in people(folder)} if path.exists() else {}
    listed = [
        Person(
            account_name(role, place),
            title,
            role,
            organisation,
            kept.get(account_name(role, place)) or token_hex(6),
        )
        for role, place, title, organisation in _seats(read_town())
    ]
    write_private(path, json.dumps([asdict(person) for person in listed], ensure_ascii=False, indent=1))


def people(folder: DataFolder) -> list[Person]:
    return [Person(**each) for each in json.loads((folder.issuer / "people.json").read_text("utf-8"))]


def signed_in(folder: DataFolder, name: str, password: str) -> Person | None:
    for person in people(folder):
        if person.name == name and compare_digest(person.password.encode(), password.encode()):
            return person
    return None


def account_name(role: str, place: str) -> str:
    return f"{role}@{place}"


def _seats(town: Town) -> Iterator[tuple[str, str, str, str | None]]:
    for id_, name in town.villages.items():
        yield "reporter", id_, f"{name} 填报员", id_
    for id_, name in town.departments.items():
        yield "officer", id_, f"{name} 科室干部", id_
    yield "safety_office", town.township, "镇安委办", town.safety_office
    yield "leader", town.township, "镇领导", None
    yield "auditor", town.township, "审计员", None
    yield "operator", town.township, "运维员", None
