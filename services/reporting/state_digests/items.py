"""What the digest of a state adds up: a number for the entries of each subject, one for its marks. Pure.

Sums know no order, so that what changed is taken off and put on again, whatever else is there. They tell
states of honest parties apart; that nobody made up events is said by the chain of their bytes.
"""

from collections.abc import Iterable
from hashlib import sha256

from services.reporting.counting.mark import Mark, StoredMark
from services.reporting.subjects.references import Named
from shared.canonical import canonical
from shared.json_types import Json
from shared.read_model.entry import Entry

MODULUS = 1 << 256
NO_ENTRIES = bytes(32)


def with_entry(before: bytes, entry: Entry) -> bytes:
    """The hash of a subject's entries up to this one, from the hash up to the one before."""
    told: list[Json] = [entry.type, entry.occurred, entry.position, entry.data]
    return sha256(before + canonical(told)).digest()


def row_item(township: str, subject: Named, entries: bytes) -> int:
    """`entries`: the hash of all of them, as recorded."""
    return _number(["row", township, *subject, entries.hex()])


def marks_item(
    township: str, subject: Named, campaign: str, marks: Iterable[Mark] | Iterable[StoredMark]
) -> int:
    """0 where there are none."""
    stored: list[Json] = [
        list(mark) for mark in sorted((each[0], each[1], each[2], each[3]) for each in marks)
    ]
    return _number(["marks", township, *subject, campaign, stored]) if stored else 0


def _number(told: list[Json]) -> int:
    return int.from_bytes(sha256(canonical(told)).digest(), "big")


def written(state: int) -> str:
    return f"{state % MODULUS:064x}"
