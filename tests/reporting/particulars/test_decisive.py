"""Whatever was told under whatever policy: each line has an event that made it count."""

from hypothesis import HealthCheck, given, settings

from services.reporting.counting.columns import COLUMNS
from services.reporting.counting.policy import Policy
from services.reporting.lineage.cell import counted
from services.reporting.particulars.words.acts import DECISIVE, decisive
from tests.reporting.histories import Saying, histories, told
from tests.reporting.lineage.campaigns import policies
from tests.reporting.lineage.folding import Told
from tests.reporting.story import CAMPAIGN


def test_every_column_says_which_events_those_are() -> None:
    assert DECISIVE.keys() == {column.key for column in COLUMNS}


@given(history=histories(), policy=policies())
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
def test_of_any_history_under_any_policy(history: list[Saying], policy: Policy) -> None:
    town = Told(told(history).rows(), CAMPAIGN, None, policy)
    for (_, column), marks in town.cells(town.marks()).items():
        for apart in (True, False):
            for each in counted(marks, apart=apart):
                assert decisive(column, each) in each.events
