"""The first step between two reports: the recorded events that one of them has and the other has not."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from services.reporting.counting.stepwise import Stepwise
from services.reporting.differences.frame import Frame
from services.reporting.differences.members import Weights
from services.reporting.differences.parts import Part, backwards
from services.reporting.differences.report import Positions, Report, common
from services.reporting.differences.scope import Scope
from services.reporting.differences.unexplained import Unexplained
from services.reporting.differences.walk import RecordedAt, Step, Subjects, Walk, steps_between
from services.reporting.subjects.as_recorded import recorded_up_to
from services.reporting.subjects.kept import LOG_OF_KIND

Through: TypeAlias = Callable[[Iterable[Step]], Iterable[Step]]


def parts_of_events(
    scope: Scope,
    subjects: Subjects,
    recorded: RecordedAt,
    low: Report,
    high: Report,
    expected: Weights,
    through: Through,
) -> Iterator[Part]:
    """At the policy and the cut-off of the lower one. Where that has events which the higher one has not, the
    way leads back to what both have. `expected` is what counting anew gives. The steps go `through` this
    one by one; it may end the walk by raising."""
    shared = common(low, high)

    def walked_to(end: Report, other: Report) -> tuple[list[Part], Weights]:
        walk = walk_from(scope, subjects, shared, low)
        steps = through(steps_between(subjects, shared, end.positions, recorded))
        return list(walk.parts(steps, other.taken)), walk.members.weights

    if shared != low.positions:
        yield from backwards(walked_to(low, high)[0])
    parts, weights = walked_to(high, low)
    if weights != expected:
        raise Unexplained("the walk leads to other figures than counting anew")
    yield from parts


def walk_from(scope: Scope, subjects: Subjects, start: Positions, seen_as: Report) -> Walk:
    """At the policy and the cut-off of `seen_as`."""
    known = {key: recorded_up_to(entries, start[LOG_OF_KIND[key[0]]]) for key, entries in subjects.items()}
    held = {key: entries for key, entries in known.items() if entries}
    town = Stepwise(scope.campaign, seen_as.moment, seen_as.policy, held)
    return Walk(town, lambda town: Frame(town.campaign, town.kind, scope))
