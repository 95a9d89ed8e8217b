"""The term of an account: how people write it, which day it begins, and that its last day is part of it."""

from datetime import UTC, datetime, timedelta

import pytest

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.term import begins, check_order, day_or_moment, ends
from deploy.embedded.refusal import Refusal


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", None),
        ("  ", None),
        ("2024-12-31", "2024-12-31"),
        ("2024/2/29", "2024-02-29"),
        ("2024.1.5", "2024-01-05"),
        ("2024年12月1日", "2024-12-01"),
        ("２０２４－１２－３１", "2024-12-31"),
        ("2024-12-31 18:00", "2024-12-31T18:00:00+08:00"),
        ("2024-12-31T18:00:30", "2024-12-31T18:00:30+08:00"),
        ("2024年12月1日 8:30", "2024-12-01T08:30:00+08:00"),
        ("2024-12-31T18:00:00Z", "2025-01-01T02:00:00+08:00"),
        ("2024-12-31T18:00:00+01:00", "2025-01-01T01:00:00+08:00"),
    ],
)
def test_days_and_moments(said: str, kept: str | None) -> None:
    assert day_or_moment(said) == kept
    assert kept is None or day_or_moment(kept) == kept, "what is kept is read as the same"


@pytest.mark.parametrize(
    "said",
    [
        "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "30.2.2024", "31/12/2024", "45657", "明年",
        "2024-12", "2024-12-31 24:00", "2024-12-31 18:60", "1924-12-31", "3024-12-31", "2024-12-31 下午",
        "20241231", "2024-12-31 18:00+25:00",
    ],
)  # fmt: skip
def test_what_is_no_date(said: str) -> None:
    with pytest.raises(Refusal) as refused:
        day_or_moment(said)
    assert f"“{said}”不是日期，请写成 2024-12-31" in refused.value.zh


def test_a_day_is_the_towns_and_whole() -> None:
    assert begins("2024-12-31") == datetime(2024, 12, 30, 16, tzinfo=UTC)
    assert ends("2024-12-31") == datetime(2024, 12, 31, 16, tzinfo=UTC)
    moment = "2024-12-31T18:00:00+08:00"
    assert begins(moment) == ends(moment) == datetime(2024, 12, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "until"),
    [("2024-12-31", "2024-12-31"), (None, "2024-01-01"), ("2024-01-01", None),
     ("2024-12-31T10:00:00+08:00", "2024-12-31")],
)  # fmt: skip
def test_in_order(starts: str | None, until: str | None) -> None:
    check_order(starts, until)


@pytest.mark.parametrize(
    ("starts", "until"),
    [("2025-01-01", "2024-12-31"), ("2024-12-31", "2024-12-31T00:00:00+08:00")],
)
def test_out_of_order(starts: str, until: str) -> None:
    with pytest.raises(Refusal, match="晚于"):
        check_order(starts, until)


def account(**more: object) -> PersonalAccount:
    details = {"login": "a@d", "name": "演示", "role": "leader", "township": "500112143", "password": "x"}
    return PersonalAccount.model_validate(details | more)


def test_an_account_holds_from_its_first_moment_to_its_last() -> None:
    held = account(starts="2024-12-01", until="2024-12-31")
    first, after = datetime(2024, 11, 30, 16, tzinfo=UTC), datetime(2024, 12, 31, 16, tzinfo=UTC)
    instant = timedelta(microseconds=1)
    states = [held.state(moment) for moment in (first - instant, first, after - instant, after)]
    assert states == ["未生效", "有效", "有效", "已到期"]
    assert [held.why_not(moment) is None for moment in (first, after)] == [True, False]
    assert "2024-12-01 起有效" in str(held.why_not(first - instant))
    assert "有效期至 2024-12-31" in str(held.why_not(after))


def test_a_disabled_one_holds_never() -> None:
    assert account(disabled=True).state(datetime(2024, 12, 1, tzinfo=UTC)) == "停用"
    assert account().state(datetime(2024, 12, 1, tzinfo=UTC)) == "有效"
