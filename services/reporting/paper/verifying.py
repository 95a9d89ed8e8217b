"""Whether what a QR code says was signed, and whether all of a report's codes are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from cryptography.exceptions import InvalidSignature

from services.reporting.paper.keys import PURPOSE, PaperKey
from services.reporting.paper.payload import SignedPaper
from services.reporting.paper.refused import PaperRefused
from services.reporting.paper.report import PaperReport, paper_bytes
from shared.instant import parse_instant

_OF_A_PART = ("rows", "part")


def verify(signed: SignedPaper, keys: Mapping[str, PaperKey]) -> None:
    """Raises `PaperRefused`. The key is looked at first: a good signature by a bad key proves nothing."""
    key = keys.get(signed.key_id)
    if key is None:
        raise PaperRefused("unknown_key", signed.key_id)
    if PURPOSE not in key.purposes:
        raise PaperRefused("key_for_another_purpose", key.id)
    if key.revoked_from is not None:
        # Paper names its own time: whoever stole the key dates it back.
        raise PaperRefused("key_revoked", key.id)
    try:
        key.verifying().verify(signed.signature, paper_bytes(signed.report))
    except InvalidSignature:
        raise PaperRefused("wrong_signature") from None
    if not _valid_at(key, signed.report.signed_at):
        raise PaperRefused("key_not_valid_then", key.id)


@dataclass(frozen=True, slots=True)
class Joined:
    """What those codes say together that are there."""

    report: PaperReport
    parts: int
    missing: tuple[int, ...]


def joined(parts: Sequence[PaperReport]) -> Joined:
    """The same part may be there twice. Nothing is proven by it: verify each."""
    first = parts[0]
    by_number: dict[int, PaperReport] = {}
    for part in parts:
        _refuse_another_report(first, part)
        if by_number.setdefault(part.part, part) != part:
            raise PaperRefused("parts_disagree", f"第 {part.part} 个 part {part.part}")
    rows = tuple(row for number in sorted(by_number) for row in by_number[number].rows)
    if len({row.filer for row in rows}) != len(rows):
        raise PaperRefused("parts_disagree", "行 rows")
    missing = tuple(number for number in range(1, first.parts + 1) if number not in by_number)
    return Joined(replace(first, rows=rows, part=1, parts=1), first.parts, missing)


def whole(parts: Sequence[PaperReport]) -> PaperReport:
    """The report that these are all the parts of. Verify each before."""
    found = joined(parts)
    if found.missing:
        raise PaperRefused("parts_missing", listed(found.missing))
    return found.report


def listed(numbers: Iterable[int]) -> str:
    return "、".join(map(str, numbers))


def _refuse_another_report(one: PaperReport, other: PaperReport) -> None:
    for field in fields(PaperReport):
        if field.name not in _OF_A_PART and getattr(one, field.name) != getattr(other, field.name):
            raise PaperRefused("parts_disagree", field.name)


def _valid_at(key: PaperKey, instant: str) -> bool:
    moment = parse_instant(instant)
    until = None if key.valid_until is None else parse_instant(key.valid_until)
    return parse_instant(key.valid_from) <= moment and (until is None or moment < until)
