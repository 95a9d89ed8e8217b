"""The figures of a whole campaign at each of many cut-offs."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from services.reporting.counting.figures import Figures
from services.reporting.counting.policy import Policy
from services.reporting.counting.recount import background_of
from services.reporting.series.running import Running
from services.reporting.series.turning import Turn, turns
from services.reporting.subjects.as_recorded import Rows
from services.reporting.subjects.campaign import Campaign

Through: TypeAlias = Callable[[Iterable[Turn]], Iterable[Turn]]


def figures_over_time(
    rows: Rows, campaign: Campaign, cutoffs: Sequence[int], policy: Policy, through: Through = iter
) -> list[Figures]:
    """Each as `recount` has it at that cut-off. The turns go `through` this one by one; it may end the
    counting by raising."""
    background = background_of(rows)
    running = Running(len(cutoffs))
    for turn in through(turns(rows, campaign, cutoffs, policy, background)):
        running.take(turn)
    return running.figures(background.kind)
