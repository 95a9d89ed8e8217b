"""What is published of one shadow rebuild: a signed note, verified by the keys that seal the log. Pure.

Its second line begins with a word where a checkpoint has a number: neither is taken for the other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.reporting.fresh_fold.comparing import Compared
from services.reporting.fresh_fold.first import Place
from shared.canonical import canonical
from shared.instant import write_instant
from shared.read_model.checkpoint import Checkpoint
from shared.signed_note import NoteInvalid, VerifierKey, read_note, signed_note

NOTHING_BEFORE = "0" * 64
_LONGEST_KEY = 400
_TEXT = re.compile(
    r"(?P<origin>paicha/reporting/[0-9a-f-]{36})\nshadow (?P<number>[1-9][0-9]{0,9})\n"
    r"(?P<logs>(?:at [a-z]+ [0-9]+ [0-9a-f]{64}\n)*)"
    r"folded (?P<version>[0-9]+)\nrows (?P<rows>[0-9]+)\n"
    r"derived (?P<derived>[0-9a-f]{64})\nlive (?P<live>[0-9a-f]{64})\n"
    r"(?:(?P<equal>equal)|differs (?P<differing>[0-9]+) first (?P<first>[^\n]+))\n"
    r"began (?P<began>[0-9T:.Z-]+)\nended (?P<ended>[0-9T:.Z-]+)\nbefore (?P<before>[0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One derivation of everything, as it ended."""

    reached: Mapping[str, Checkpoint]
    version: int
    """Of the code that folds."""
    compared: Compared
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    positions: Mapping[str, int]
    version: int
    rows: int
    derived: str
    live: str
    differing: int
    first: str | None
    """`hazards 12 subjects ["500112143","hazard","h1"]`; None where all is equal."""
    began: str
    ended: str
    before: str
    """SHA-256 of the note before it."""


def text_of(origin: str, number: int, done: Rebuilt, before: str | None) -> str:
    """`before`: the note before it."""
    compared = done.compared
    logs = [f"at {log} {each.position} {each.hash}" for log, each in sorted(done.reached.items())]
    lines = [
        origin, f"shadow {number}", *logs, f"folded {done.version}", f"rows {compared.rows}",
        f"derived {compared.derived}", f"live {compared.live}", _said(compared),
        f"began {write_instant(done.began)}", f"ended {write_instant(done.ended)}",
        f"before {hash_of(before)}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def hash_of(note: str | None) -> str:
    return NOTHING_BEFORE if note is None else sha256(note.encode()).hexdigest()


def signed_line(text: str, key: Ed25519PrivateKey) -> str:
    return signed_note(text, text.partition("\n")[0], key)


def _said(compared: Compared) -> str:
    if compared.first is None:
        return "equal"
    return f"differs {compared.differing} first {place_in_words(compared.first)}"


def place_in_words(place: Place) -> str:
    key = canonical([each if isinstance(each, int) else str(each) for each in place.key]).decode()
    return f"{place.log or '-'} {place.position} {place.table} {key[:_LONGEST_KEY]}"


def read_line(note: str, verifiers: Iterable[VerifierKey]) -> Line:
    """Raises `NoteInvalid`: nothing is believed before its signature is checked."""
    text, signer = read_note(note, verifiers)
    found = _TEXT.fullmatch(text)
    if found is None or found["origin"] != signer.name:
        raise NoteInvalid("note_malformed", "signed, and yet no line of a shadow rebuild of that service")
    return _line(found)


def shown_line(note: str) -> Line:
    """Of our own notes, without asking whose they are."""
    found = _TEXT.match(note)
    if found is None:
        raise NoteInvalid("note_malformed", "no line of a shadow rebuild")
    return _line(found)


def _line(found: "re.Match[str]") -> Line:
    logs = [each.split() for each in found["logs"].splitlines()]
    return Line(
        int(found["number"]),
        {log: int(position) for _, log, position, _ in logs},
        int(found["version"]),
        int(found["rows"]),
        found["derived"],
        found["live"],
        int(found["differing"] or 0),
        found["first"],
        found["began"],
        found["ended"],
        found["before"],
    )
