"""A leader's own working group: whose member is called as the account's person is, or that stands in that
person's office. Gives no right. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from shared.events.registry import WorkingGroupFormed
from shared.facts.account import Person


class OwnGroup(NamedTuple):
    name: str
    filers: tuple[str, ...]
    """Departments and villages that it supervises."""


def own_groups(
    person: Person, officials: Mapping[str, str], groups: Iterable[tuple[str, WorkingGroupFormed]]
) -> list[OwnGroup]:
    """`officials`: id to name; `groups`: each with its name, as last formed. Heads head all of them, so that
    their own is the town."""
    called = {official for official, name in officials.items() if name == person.name}
    return [
        OwnGroup(name, (*formed.departments, *formed.villages))
        for name, formed in groups
        if called.intersection(formed.members) or name in person.office
    ]
