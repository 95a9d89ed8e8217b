"""What was signed, as points to compare with: what stands of it, as far as the account may see it. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.reporting.filing.due import dues
from services.reporting.filing.state import Filing
from services.reporting.subjects.campaign import Campaign


@dataclass(frozen=True, slots=True)
class SignedIn:
    period: str
    """第3期（截至12月30日）"""
    reports: tuple[tuple[str, str], ...]
    """Whose, and the address of a comparison with it."""
    moments: tuple[int, ...]
    """When they were signed."""


def signed_in(
    filing: Filing,
    campaign: Campaign,
    annex: str,
    seen: frozenset[str] | None,
    address_of: Callable[[str], str],
) -> Iterator[SignedIn]:
    """The latest period first; `seen` None means all filers. `address_of` takes a number."""
    standing = [each for each in filing.submissions.values() if each.stands and each.signed.annex == annex]
    for due in reversed(dues(campaign)):
        found = [
            each
            for each in standing
            if each.signed.period == due.key and (seen is None or each.signed.filer in seen)
        ]
        if found:
            reports = tuple((each.signed.filer_name, address_of(each.number)) for each in found)
            yield SignedIn(due.name, reports, tuple(each.signed_at for each in found))
