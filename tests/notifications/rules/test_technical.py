"""What operators are told of the deployment itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.rules.technical import (
    budget_nearly_spent,
    channel_halted,
    log_stands_still,
    publisher_silent,
    shadow_rebuild,
    template_not_ready,
)
from tests.notifications.chain import day
from tests.notifications.rules.hazard_town import TOWN, local, whom

DAILY, WEEKLY = timedelta(hours=20), timedelta(days=7)


def test_a_log_that_stands_still() -> None:
    demand = log_stands_still("hazards", day(3))
    assert (demand.rule, demand.subject, demand.due) == ("log_stands_still", "log/hazards", day(3))
    assert whom(demand) == ["operators"]
    assert demand.facts == {"what": "hazards", "since": "2024-12-03T00:00:00.000000Z"}
    assert TOWN.policy.rules[demand.rule].urgent


@pytest.mark.parametrize(
    ("kind", "first", "what"),
    [
        (
            "differs",
            'hazards 12 subjects ["t","hazard","h-1"]',
            "hazard/h-1（hazards 12起）",
        ),
        (
            "differs",
            '- 0 cells ["t","winter","d-a","fines"]',
            "winter/d-a/fines（日志中没有）",
        ),
        ("differs", 'registry 3 checkpoints ["registry"]', "checkpoints（registry 3起）"),
        ("overdue", "", "逾两个周期没有结果"),
    ],
)
def test_a_shadow_rebuild_that_is_not_as_it_should_be(kind: str, first: str, what: str) -> None:
    demand = shadow_rebuild(kind, first, day(3))
    assert (demand.rule, demand.subject, demand.due) == ("shadow_rebuild", f"shadow/{kind}", day(3))
    assert (whom(demand), demand.facts["what"]) == (["operators"], what)
    assert TOWN.policy.rules[demand.rule].urgent


def test_a_channel_that_is_halted() -> None:
    demand = channel_halted("sms", day(3))
    assert (demand.rule, demand.subject, demand.due) == ("channel_halted", "channel/sms", day(3))
    assert whom(demand) == ["operators"]
    assert demand.facts == {"what": "短信", "since": "2024-12-03T00:00:00.000000Z"}
    assert TOWN.policy.rules[demand.rule].all_channels


@pytest.mark.parametrize(
    ("last", "usual", "due"),
    [
        (datetime(2024, 12, 3, 9, tzinfo=UTC), DAILY, "12-06 09:00"),
        # Over a weekend nobody sends.
        (datetime(2024, 12, 6, 9, tzinfo=UTC), DAILY, "12-11 09:00"),
        # It was Saturday in the town already; Monday and Tuesday are silent.
        (datetime(2024, 12, 6, 17, tzinfo=UTC), DAILY, "12-11 09:00"),
        # The holiday.
        (datetime(2025, 1, 27, 9, tzinfo=UTC), DAILY, "02-07 09:00"),
        (datetime(2024, 12, 3, 9, tzinfo=UTC), WEEKLY, None),
    ],
)
def test_a_publisher_that_has_stopped(last: datetime, usual: timedelta, due: str | None) -> None:
    demands = list(publisher_silent(TOWN, "p-1", last, usual))
    assert [local(demand) for demand in demands] == ([] if due is None else [due])
    assert all((each.subject, whom(each)) == ("publisher/p-1", ["operators"]) for each in demands)


@pytest.mark.parametrize(
    ("state", "needed", "due"),
    [
        ("可用", date(2024, 12, 27), None),
        ("审核中", date(2024, 12, 27), "12-20 09:00"),
        ("未报备", date(2024, 12, 28), "12-20 09:00"),
        ("停用", date(2025, 2, 6), "01-27 09:00"),
    ],
)
def test_a_template_that_is_needed_soon(state: str, needed: date, due: str | None) -> None:
    demands = list(template_not_ready(TOWN, "report_due", state, needed, day(1)))
    assert [local(demand) for demand in demands] == ([] if due is None else [due])
    assert all(each.subject == "template/report_due" for each in demands)


def test_a_template_that_is_noticed_late() -> None:
    noticed = datetime(2024, 12, 23, 6, tzinfo=UTC)
    (demand,) = template_not_ready(TOWN, "signature", "未报备", date(2024, 12, 24), noticed)
    assert (demand.due, demand.facts["what"]) == (noticed, "签名")


def test_money_that_is_nearly_spent() -> None:
    demand = budget_nearly_spent("sms/2025-01", day(3))
    assert (demand.subject, demand.due, demand.facts["what"]) == ("budget/sms/2025-01", day(3), "2025年1月")
    assert TOWN.policy.rules[demand.rule].technical
