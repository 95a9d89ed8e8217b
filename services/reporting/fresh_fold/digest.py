"""What rows and marks come to, as `state` in digests: whoever holds an archive gets the same. Pure."""

from collections.abc import Iterable
from hashlib import sha256

import orjson

from services.reporting.projection.rows import StoredMarks
from services.reporting.state_digests.items import MODULUS, NO_ENTRIES, marks_item, row_item, with_entry
from services.reporting.subjects.references import Named
from shared.read_model.entry import Entry, decode


def row_number(township: str, subject: Named, entries: Iterable[Entry], marks: StoredMarks) -> int:
    hash_ = NO_ENTRIES
    for entry in entries:
        hash_ = with_entry(hash_, entry)
    of_marks = (marks_item(township, subject, campaign, listed) for campaign, listed in marks.items())
    return row_item(township, subject, hash_) + sum(of_marks)


def stored_number(township: str, subject: Named, entries: str, marks: str) -> int:
    """Of a row as it is put aside, whoever wrote it: what can't be read is some number of its own."""
    try:
        listed = {campaign: list(map(tuple, each)) for campaign, each in orjson.loads(marks).items()}
        return row_number(township, subject, decode(entries.encode()), listed)
    except (ValueError, TypeError, AttributeError, IndexError):
        raw = "\0".join((township, *subject, entries, marks))
        return int.from_bytes(sha256(raw.encode("utf-8", "surrogatepass")).digest(), "big") % MODULUS
