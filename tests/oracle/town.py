"""The town a campaign plays in: organisations, officials with their terms, the window."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Term:
    """Holds the office from `starts`, that instant included, to `ends`, that instant excluded."""

    starts: datetime
    ends: datetime | None
    leader: bool


@dataclass(frozen=True)
class Town:
    kinds: dict[str, str]
    """Organisation id to its kind."""
    departments: tuple[str, ...]
    """The filers of 附件3."""
    villages: tuple[str, ...]
    """The filers of 附件4."""
    terms: dict[str, tuple[Term, ...]]
    """Official id to terms of office; an official without one never is a leader."""
    starts: datetime
    ends: datetime
    deadlines: tuple[datetime, ...]

    def of_kind(self, kind: str) -> list[str]:
        return [organisation for organisation, its in self.kinds.items() if its == kind]

    def leads(self, official: str, moment: datetime) -> bool:
        return any(
            term.leader and term.starts <= moment and (term.ends is None or moment < term.ends)
            for term in self.terms[official]
        )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def small_town() -> Town:
    """Few of everything, so that facts meet; terms that begin and end inside the window."""
    departments = ("d-a", "d-b", "d-c")
    villages = ("v-1", "v-2", "v-3")
    kinds = (
        dict.fromkeys(departments, "department")
        | dict.fromkeys(villages, "village")
        | {"x-1": "district_department", "x-2": "district_department"}
        | {"g-1": "working_group", "g-2": "working_group"}
    )
    long_ago = moment("2020-01-01T00:00")
    change = moment("2025-01-06T12:00")
    return Town(
        kinds=kinds,
        departments=departments,
        villages=villages,
        terms={
            "o-always": (Term(long_ago, None, leader=True),),
            "o-left": (Term(long_ago, change, leader=True),),
            "o-came": (Term(change, None, leader=True),),
            "o-back": (
                Term(long_ago, moment("2024-12-14T18:00"), leader=True),
                Term(moment("2025-01-14T18:00"), None, leader=True),
            ),
            "o-clerk": (Term(long_ago, None, leader=False),),
        },
        starts=moment("2024-11-15T00:00"),
        ends=moment("2025-03-01T00:00"),
        deadlines=tuple(
            moment(f"{day}T18:00")
            for day in (
                *("2024-11-30", "2024-12-14", "2024-12-30"),
                *("2025-01-14", "2025-01-30", "2025-02-14", "2025-02-28"),
            )
        ),
    )
