"""Who there is in the simulated town: taken from a campaign file, so that no id is written down twice."""

from dataclasses import dataclass

from deploy.simulator.moments import Calendar


@dataclass(frozen=True, slots=True)
class Organisation:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A working group of 附件5, with the people of it that hold an office."""

    id: str
    officials: tuple[str, ...]
    villages: frozenset[str]
    departments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Town:
    villages: tuple[Organisation, ...]
    departments: tuple[Organisation, ...]
    district_departments: tuple[Organisation, ...]
    groups: tuple[Group, ...]
    officials: tuple[str, ...]
    self_check_items: tuple[str, ...]
    supervision_levels: tuple[str, ...]
    calendar: Calendar

    def department_named(self, words: str) -> Organisation:
        """The department whose name has these words; the first when a campaign has no such."""
        return next((one for one in self.departments if words in one.name), self.departments[0])

    def groups_of(self, village: str, department: str | None) -> list[Group]:
        """The groups that supervise this village or this department."""
        return [one for one in self.groups if village in one.villages or department in one.departments]
