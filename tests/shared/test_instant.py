"""Instants: RFC 3339 and nothing else is read, and one form is written."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from shared.instant import SHANGHAI, parse_instant, write_instant

MOMENT = datetime(2024, 12, 1, 2, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-01T10:00:00+08:00",
        "2024-12-01T02:00:00Z",
        "2024-12-01t02:00:00z",
        "2024-12-01T02:00:00z",
        "2024-12-01t10:00:00+08:00",
        "2024-12-01T02:00:00-00:00",
        "2024-11-30T20:30:00-05:30",
        "2024-12-01T02:00:00.000Z",
        "2024-12-01T02:00:00.0000000001Z",
    ],
)
def test_what_rfc_3339_allows(text: str) -> None:
    assert parse_instant(text) == MOMENT
    assert parse_instant(text).tzinfo is UTC


def test_fractions_are_kept_to_the_microsecond() -> None:
    assert parse_instant("2024-12-01T02:00:00.5Z") == MOMENT.replace(microsecond=500_000)
    assert parse_instant("2024-12-01T02:00:00.123456789Z") == MOMENT.replace(microsecond=123_456)


@pytest.mark.parametrize(
    "text", ["1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "1990-12-31t23:59:60.7z"]
)
def test_a_leap_second_is_the_last_moment_before_the_next_day(text: str) -> None:
    assert parse_instant(text) == datetime(1990, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-12-01",
        "2024-12-01T10:00:00",
        "2024-12-01T10:00+08:00",
        "2024-12-01T10+08:00",
        "2024-12-01 10:00:00+08:00",
        "2024-12-01_10:00:00+08:00",
        " 2024-12-01T10:00:00+08:00",
        "2024-12-01T10:00:00+08:00\n",
        "20241201T100000+0800",
        "2024-12-01T10:00:00+0800",
        "2024-12-01T10:00:00+08",
        "2024-12-01T10:00:00+08:00:30",
        "2024-12-01T10:00:00+08:75",
        "2024-12-01T10:00:00+24:00",
        "2024-W48-1T10:00:00+08:00",
        "2024-336T10:00:00+08:00",
        "2024-12-01T10:00:00,5+08:00",
        "2024-12-01T10:00:00.+08:00",
        "2024-12-01T10:00:00 +08:00",
        "2024-12-01T10:00:00\u22128:00",
        "２０２４-12-01T10:00:00Z",
        "2024-12-32T10:00:00Z",
        "2025-02-29T10:00:00Z",
        "2024-12-01T24:00:00Z",
        "2024-12-01T10:60:00Z",
        "2024-12-01T10:00:60Z",
        "2016-12-31T23:59:60+08:00",
        "2016-12-31T23:59:61Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+08:00",
        "0001-01-01T23:59:59.999999Z",
        "9999-01-01T00:00:00Z",
        "9999-12-31T16:00:00Z",
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-08:00",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


@pytest.mark.parametrize("text", ["0001-01-02T00:00:00Z", "9998-12-31T23:59:59.999999Z"])
@pytest.mark.parametrize("zone", [SHANGHAI, timezone(timedelta(hours=-23)), timezone(timedelta(hours=23))])
def test_every_instant_can_be_written_in_every_time_zone(text: str, zone: tzinfo) -> None:
    moment = parse_instant(text)
    assert moment.astimezone(zone) == moment
    assert parse_instant(write_instant(moment)) == moment


def test_written_in_one_form() -> None:
    assert write_instant(MOMENT) == "2024-12-01T02:00:00.000000Z"
    assert parse_instant(write_instant(MOMENT)) == MOMENT
