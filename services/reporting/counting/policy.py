"""The counting policy (口径): parameters and the version of the code that reads them, under one name.

Counting code that changes any figure raises `code_version` and enters as a new policy; the old one stays.
Golden reports hold every version to its figures.
"""

from dataclasses import asdict, dataclass
from datetime import date

from shared.canonical import canonical, digest


@dataclass(frozen=True, slots=True)
class Policy:
    """What the figures depend on; its hash is part of every digest."""

    code_version: int
    self_reports_count: bool
    """Hazards reported by the unit itself, in 排查, credited to no filer."""
    mitigated_counts_as_major: bool
    """A hazard that was major and was reduced by mitigation stays in 重大."""
    revoked_penalties_count: bool
    """A penalty cancelled later on review stays, and so does its fine."""
    groups_credit_department_of_unit: bool
    """What a working group did is credited to the department, at that moment, of the unit named."""

    def content_hash(self) -> str:
        return digest(canonical(asdict(self)))


@dataclass(frozen=True, slots=True)
class Reading:
    """One version for people: since when it is there, and how it reads what the notice leaves open."""

    dated: date
    zh: str
    en: str


POLICIES: dict[str, Policy] = {
    "1": Policy(
        code_version=1,
        self_reports_count=False,
        mitigated_counts_as_major=True,
        revoked_penalties_count=True,
        groups_credit_department_of_unit=True,
    ),
    "2": Policy(
        code_version=1,
        self_reports_count=False,
        mitigated_counts_as_major=True,
        revoked_penalties_count=False,
        groups_credit_department_of_unit=True,
    ),
}
"""By version. None is ever changed or taken away: what was reported under it has to be found again."""

READINGS: dict[str, Reading] = {
    "1": Reading(
        date(2024, 11, 15),
        "执法处罚按作出决定时计数；事后经复核撤销的，处罚和罚款仍计入。",
        "A penalty counts by its decision; revoked later on review, it stays, and so does its fine.",
    ),
    "2": Reading(
        date(2026, 11, 29),
        "执法处罚在统计时点前经复核撤销的，处罚和罚款均不计入；其余同口径 1。",
        "A penalty revoked on review before the cut-off is not counted, nor is its fine; else as 1.",
    ),
}
