"""Moments as people of the town read them: 1月14日（周二）18:00. Pure."""

from datetime import date, datetime

from shared.instant import SHANGHAI

_DAYS_OF_WEEK = "一二三四五六日"


def short(moment: datetime) -> str:
    """`1月14日18:00`"""
    return f"{day(moment)}{clock(moment)}"


def long(moment: datetime) -> str:
    """`1月14日（周二）18:00`"""
    return f"{day_long(moment)}{clock(moment)}"


def clock(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%H:%M")


def day(when: date) -> str:
    """`1月14日`, of a moment the town's day."""
    local = _local(when)
    return f"{local.month}月{local.day}日"


def day_long(when: date) -> str:
    """`1月14日（周二）`"""
    return f"{day(when)}（周{_DAYS_OF_WEEK[_local(when).weekday()]}）"


def same_day(one: datetime, other: datetime) -> bool:
    return _local(one) == _local(other)


def _local(when: date) -> date:
    return when.astimezone(SHANGHAI).date() if isinstance(when, datetime) else when
