"""What stands above a comparison: for each point two sliders with fields and marks, and the policy. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from services.reporting.filing.due import Due, dues
from services.reporting.pages.compare.point import Point
from services.reporting.pages.compare.stops import Stops, marked, occurred_stops, recorded_stops, written
from services.reporting.reading.moment_asked import moment_asked
from services.reporting.subjects.campaign import Campaign
from shared.instant import microseconds, moment_at, write_instant

AddressOf = Callable[[Point], str]
"""Of the page with this point in the place of the one that is chosen here."""


@dataclass(frozen=True, slots=True)
class Mark:
    due: Due
    step: int
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Slider:
    name: str
    """`occurred` or `recorded`."""
    stops: tuple[str, ...]
    """As the field beside it has them; the last one is empty."""
    step: int
    field: str
    said: str | None
    """The moment; None for everything."""
    marks: tuple[Mark, ...]
    signed: tuple[int, ...] = ()
    """The steps at which something was signed."""

    def with_signed(self, moments: Iterable[int], stops: Stops) -> "Slider":
        return replace(self, signed=tuple(sorted({stops.step_of(each) for each in moments})))


@dataclass(frozen=True, slots=True)
class Controls:
    prefix: str
    point: Point
    sliders: tuple[Slider, Slider]
    released: str
    """The address at which nothing is fixed any more."""


def controls(
    campaign: Campaign, now: int, prefix: str, point: Point, address: AddressOf, signed: Iterable[int] = ()
) -> Controls:
    """`signed`: when something was signed."""
    until, known = _moment(point, "occurred_until"), _moment(point, "recorded_until")
    until = None if until is None or until >= campaign.ends else until
    free = replace(point, submission=None)

    def occurred(moment: int) -> Point:
        return replace(free, occurred_until=write_instant(moment_at(moment)))

    def recorded(moment: int) -> Point:
        return replace(free, recorded_until=write_instant(moment_at(moment)), positions=None)

    of_cutoff = ((due, due.cutoff) for due in dues(campaign))
    of_deadline = ((due, due.deadline) for due in marked(campaign, now))
    first = _slider("occurred", occurred_stops(campaign), until, of_cutoff, lambda at: address(occurred(at)))
    stops = recorded_stops(campaign, now)
    second = _slider("recorded", stops, known, of_deadline, lambda at: address(recorded(at)))
    sliders = first, second.with_signed(signed, stops)
    return Controls(prefix, point, sliders, address(Point(policy=point.policy)))


def _moment(point: Point, name: str) -> int | None:
    text: str | None = getattr(point, name)
    return None if text is None else microseconds(moment_asked(name, text))


def _slider(
    name: str, stops: Stops, said: int | None, marks: Iterable[tuple[Due, int]], address: Callable[[int], str]
) -> Slider:
    return Slider(
        name=name,
        stops=(*map(written, stops.moments), ""),
        step=stops.step_of(said),
        field=written(said),
        said=None if said is None else write_instant(moment_at(said)),
        marks=tuple(Mark(due, stops.step_of(at), address(at), at == said) for due, at in marks),
    )
