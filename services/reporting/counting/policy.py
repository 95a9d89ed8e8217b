"""The counting policy (口径): parameters and the version of the code that reads them, under one name.

Counting code that changes any figure raises `code_version` and enters as a new policy; the old one stays.
"""

from dataclasses import asdict, dataclass

from shared.canonical import canonical, digest


@dataclass(frozen=True, slots=True)
class Policy:
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


POLICIES: dict[str, Policy] = {
    "1": Policy(
        code_version=1,
        self_reports_count=False,
        mitigated_counts_as_major=True,
        revoked_penalties_count=True,
        groups_credit_department_of_unit=True,
    )
}
