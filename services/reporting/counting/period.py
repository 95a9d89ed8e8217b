"""What a set of figures covers in time."""

from dataclasses import dataclass

from services.reporting.subjects.campaign import Campaign


@dataclass(frozen=True, slots=True)
class Period:
    """Flows count from `starts`, stocks and everything else before `limit`: microseconds since 1970."""

    starts: int
    limit: int

    def covers(self, occurred: int) -> bool:
        return self.starts <= occurred < self.limit

    @classmethod
    def of(cls, campaign: Campaign, cutoff: int | None = None) -> "Period":
        """Up to the window's end, or the cut-off where that is earlier."""
        return cls(campaign.starts, campaign.ends if cutoff is None else min(cutoff, campaign.ends))
