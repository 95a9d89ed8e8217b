"""One of the two points that are compared, as an address names it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlencode

from services.reporting.reading.asked_form import Form

FROM = "from_"
"""Before the names of what says the point that is led from."""


@dataclass(frozen=True, slots=True)
class Point:
    """Of what is not said, everything so far, under the campaign's own policy."""

    occurred_until: str | None = None
    recorded_until: str | None = None
    positions: str | None = None
    policy: str | None = None
    submission: str | None = None

    def said(self, prefix: str = "") -> dict[str, str]:
        return {prefix + name: value for name, value in asdict(self).items() if value is not None}


def fixed(form: Form) -> Point:
    """The same for ever: by the positions, or by what was signed."""
    if form.submission is not None:
        return Point(submission=form.submission)
    positions = ",".join(f"{log}:{position}" for log, position in form.positions.items())
    return Point(occurred_until=form.occurred_until, positions=positions, policy=form.policy)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the pages of a campaign's form stand."""

    campaign: str
    annex: str

    def address(self, below: str, a: Point | None, b: Point, **more: str) -> str:
        said: Mapping[str, str] = {**({} if a is None else a.said(FROM)), **b.said(), **more}
        path = f"/reporting/pages/campaigns/{quote(self.campaign, safe='')}/{self.annex}/{below}"
        return f"{path}?{urlencode(said)}" if said else path
