"""Limits over rolling windows, and the month's money: pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.channels.channel import PutOff
from services.notifications.channels.limits import (
    ROBOT_WINDOWS,
    Budget,
    Limit,
    Window,
    Wish,
    may_send,
    month_of,
    of_channel,
    of_number,
    of_robot,
)

NOW = datetime(2024, 12, 13, 1, 0, tzinfo=UTC)
WINDOWS = (Window(60, 1), Window(3600, 5), Window(86_400, 10))
NUMBER = of_number("+8613800138000", "report_due", WINDOWS)
WISH = Wish("sms", (of_channel(60), NUMBER))


def ago(*seconds: float) -> list[tuple[datetime, int]]:
    return [(NOW - timedelta(seconds=each), 1) for each in seconds]


@pytest.mark.parametrize(
    ("to_number", "minute", "seconds", "why"),
    [
        ([], [], None, None),
        (ago(61), [], None, None),
        (ago(60), [], 1, "limit_number"),
        (ago(1), [], 60, "limit_number"),
        (ago(3000, 2000, 1000, 500, 62), [], 601, "limit_number"),
        (ago(3601, 2000, 1000, 500, 62), [], None, None),
        (ago(*range(4000, 84_000, 8000)), [], 10_401, "limit_number"),
        ([], [(NOW - timedelta(seconds=3), 60)], 58, "limit_minute"),
        ([], [(NOW - timedelta(seconds=3), 59)], None, None),
        ([], [(NOW - timedelta(seconds=9), 59), (NOW - timedelta(seconds=3), 20)], 52, "limit_minute"),
        (ago(1), [(NOW, 60)], 61, "limit_minute"),
    ],
)
def test_when_there_is_room(
    to_number: list[tuple[datetime, int]],
    minute: list[tuple[datetime, int]],
    seconds: float | None,
    why: str | None,
) -> None:
    used = {NUMBER.measure: to_number, "minute": minute}
    expected = None if seconds is None else PutOff(seconds, why or "")
    assert may_send(used, 0, WISH, NOW, urgent=False) == expected
    assert may_send(used, 0, WISH, NOW, urgent=True) is None


def test_the_number_itself_is_in_no_measure() -> None:
    assert "13800138000" not in NUMBER.measure
    assert NUMBER.measure.startswith("number/")
    assert NUMBER.measure.endswith("/report_due")


BUDGET = Budget(month=1000, price=5)


@pytest.mark.parametrize(
    ("spent", "passes", "alarms"),
    [(0, True, False), (795, True, False), (800, True, True), (995, True, True), (996, False, True)],
)
def test_the_month_s_money(spent: int, passes: bool, alarms: bool) -> None:
    wish = Wish("sms", (), BUDGET)
    put_off = may_send({}, spent, wish, NOW, urgent=False)
    assert (put_off is None) is passes
    assert may_send({}, spent, wish, NOW, urgent=True) is None
    assert BUDGET.alarms(spent) is alarms
    if put_off is not None:
        assert NOW + timedelta(seconds=put_off.seconds) == datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
        assert put_off.why == "limit_budget"


def test_a_month_is_the_town_s() -> None:
    assert month_of(datetime(2024, 11, 30, 16, 0, tzinfo=UTC)) == datetime(2024, 11, 30, 16, 0, tzinfo=UTC)
    assert month_of(datetime(2024, 11, 30, 15, 59, tzinfo=UTC)) == datetime(2024, 10, 31, 16, 0, tzinfo=UTC)


def test_robots_have_their_makers_limits() -> None:
    assert of_robot("群", "feishu") == Limit("robot/群", (Window(60, 100), Window(1, 5)))
    assert ROBOT_WINDOWS["dingtalk"] == ROBOT_WINDOWS["wecombot"] == (Window(60, 20),)


@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=60))
def test_a_rolling_window_never_holds_more_than_it_may(moments: list[int]) -> None:
    sent: list[datetime] = []
    for moment in sorted(moments):
        now = NOW + timedelta(seconds=moment)
        used = {NUMBER.measure: [(each, 1) for each in sent]}
        put_off = may_send(used, 0, Wish("sms", (NUMBER,)), now, urgent=False)
        if put_off is None:
            sent.append(now)
        else:
            assert (
                may_send(
                    used, 0, Wish("sms", (NUMBER,)), now + timedelta(seconds=put_off.seconds), urgent=False
                )
                is None
            )
    for window in WINDOWS:
        for end in sent:
            inside = [one for one in sent if end - timedelta(seconds=window.seconds) < one <= end]
            assert len(inside) <= window.at_most
