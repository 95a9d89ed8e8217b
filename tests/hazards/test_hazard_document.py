"""How a hazard stands now: its state, how grave it is, and whether its date has passed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from services.hazards.hazard_document import hazard_now
from services.hazards.hazard_rules import HAZARD
from shared.events.hazards import HazardMerged
from tests.hazards.examples import PLANNED, VOIDED, claimed, closed, failed, found, passed, regraded, rejected
from tests.support.specification import Said, replay, said, taking_back

FOUND = said(1, found())
STATES: list[tuple[str, Sequence[Said], str]] = [
    ("刚发现", [], "open"),
    ("申报已整改", [said(2, claimed())], "claimed"),
    ("验收不合格", [said(2, claimed()), said(3, rejected())], "open"),
    ("销号", [said(2, claimed()), said(3, closed())], "closed"),
    ("销号以后补录的申报", [said(3, closed()), said(4, claimed())], "closed"),
    ("补录的早先申报", [said(3, closed()), said(2, claimed())], "closed"),
    ("回头看合格", [said(3, closed()), said(4, passed())], "looked_back"),
    ("回头看不合格", [said(3, closed()), said(4, failed())], "open"),
    ("销号已撤回", [said(3, closed()), said(4, taking_back(2))], "open"),
    ("作废", [said(3, closed()), said(1, VOIDED)], "voided"),
    ("并入", [said(3, HazardMerged(hazard_id="h", into="h-2"))], "merged"),
]
RAISED = regraded("major", "raised")
MITIGATED = regraded("general", "mitigated")
MISJUDGED = regraded("general", "misjudged")
SEVERITIES: list[tuple[str, Sequence[Said], str]] = [
    ("未调整", [], "general"),
    ("升级", [said(2, RAISED)], "major"),
    ("升级后治理降级", [said(2, RAISED), said(3, MITIGATED)], "general"),
    ("按发生先后", [said(3, RAISED), said(2, MITIGATED)], "major"),
    ("原判有误，此前的升级不算", [said(2, RAISED), said(3, MISJUDGED)], "general"),
    ("原判有误之后再升级", [said(3, MISJUDGED), said(2, RAISED)], "major"),
    ("升级已撤回", [said(2, RAISED), said(3, taking_back(2))], "general"),
]


@pytest.mark.parametrize(
    ("history", "state"), [each[1:] for each in STATES], ids=[each[0] for each in STATES]
)
def test_states(history: Sequence[Said], state: str) -> None:
    assert hazard_now(replay(HAZARD, FOUND, *history)).state == state


@pytest.mark.parametrize(
    ("history", "severity"), [each[1:] for each in SEVERITIES], ids=[each[0] for each in SEVERITIES]
)
def test_severities(history: Sequence[Said], severity: str) -> None:
    assert hazard_now(replay(HAZARD, FOUND, *history)).severity == severity


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2024, 12, 20, 15, 59, tzinfo=UTC), 0),  # still the 20th in the town
        (datetime(2024, 12, 20, 16, 0, tzinfo=UTC), 1),
        (datetime(2024, 12, 31, 4, 0, tzinfo=UTC), 11),
    ],
)
def test_it_is_due_until_the_end_of_its_day(moment: datetime, days: int) -> None:
    planned = replay(HAZARD, FOUND, said(2, PLANNED))
    assert hazard_now(planned).days_overdue(moment) == days
    settled = replay(HAZARD, FOUND, said(2, PLANNED), said(3, closed()))
    assert hazard_now(settled).days_overdue(moment) == 0
    assert hazard_now(replay(HAZARD, FOUND)).days_overdue(moment) == 0
