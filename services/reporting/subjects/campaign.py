"""A campaign as registry facts: its window, its filers, the words of its forms, its counting policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.events.reporting import Review
from shared.instant import microseconds, parse_instant
from shared.read_model.entry import Entry


@dataclass(frozen=True, slots=True)
class Campaign:
    id: str
    title: str
    starts: int
    ends: int
    deadlines: tuple[int, ...]
    """When forms are due, the first one first."""
    filers: Mapping[str, tuple[str, ...]]
    """By annex, in the order of the notice."""
    policy: str
    form_titles: Mapping[str, str]
    foot_notes: Mapping[str, str]
    final_due: int | None
    """When 终报 is due; None where there is none."""
    review: Review | None
    """Who has to agree within a filer before its report is received."""
    countersign: bool
    """Whether a leader signs a consolidated sheet before it goes up."""

    @classmethod
    def of(cls, campaign_id: str, in_force: Sequence[Entry]) -> "Campaign | None":
        """As last opened; None when nothing that opened it holds."""
        if not in_force:
            return None
        data = in_force[-1].data
        return cls(
            id=campaign_id,
            title=data["title"],
            starts=microseconds(parse_instant(data["starts"])),
            ends=microseconds(parse_instant(data["ends"])),
            deadlines=tuple(sorted(microseconds(parse_instant(each)) for each in data["deadlines"])),
            filers={"annex-3": tuple(data["departments"]), "annex-4": tuple(data["villages"])},
            policy=data["policy"],
            form_titles=data["form_titles"],
            foot_notes=data["foot_notes"],
            final_due=_moment(data.get("final_due")),
            review=data.get("review"),
            countersign=data.get("countersign", False),
        )


def _moment(written: str | None) -> int | None:
    return None if written is None else microseconds(parse_instant(written))
