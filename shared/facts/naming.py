"""What a refusal may repeat of what was sent. Refusals are kept, and a number of a person is not."""

from shared.events.personal_data import find_in_id, find_personal_data

_LONGEST = 60
"""No name of the contract is as long; a text that stands where a name should may be anything."""


def nameable(name: str) -> str:
    """The name of a type or a field as it was sent, where it may be kept."""
    return name if len(name) <= _LONGEST and find_personal_data(name) is None else "…"


def may_be_kept(source: str, fact_id: str) -> bool:
    """What a fact is known by, once it is refused."""
    return find_in_id(source) is None and find_in_id(fact_id) is None
