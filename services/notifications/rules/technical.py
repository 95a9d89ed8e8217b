"""What operators are told of the deployment's own health, from the little that was watched. Pure."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.notifications.rules.days import beginning, day_of, not_after
from services.notifications.rules.demand import Audience, Demand, Seat
from services.notifications.rules.moments import days_of, on
from services.notifications.rules.town import Town
from shared.calendar.working_days import next_working_day
from shared.instant import write_instant
from shared.json_types import Json

STANDS_STILL, SILENT, NOT_READY = "log_stands_still", "publisher_silent", "template_not_ready"
HALTED = "channel_halted"
_CHANNELS = {"email": "邮件", "sms": "短信", "robot": "群机器人"}
SHADOW = "shadow_rebuild"
NEARLY_SPENT = "budget_nearly_spent"
SIGNATURE, _SIGNATURE_IN_WORDS = "signature", "签名"
"""Registered like a template, and needed by each."""
READY = "可用"
"""The state of a template that may be used; others are 未报备, 审核中 and 停用."""
_OPERATORS = (Audience(Seat.OPERATORS),)
_A_DAY = timedelta(days=1)


def log_stands_still(name: str, since: datetime) -> Demand:
    """A relay or a projection; `since` when it has stood, the same for as long as it does."""
    return Demand(STANDS_STILL, f"log/{name}", since, _OPERATORS, facts=_facts(name, since))


def channel_subject(channel: str) -> str:
    return f"channel/{channel}"


def channel_halted(name: str, since: datetime) -> Demand:
    """Nothing goes out by it, the urgent neither, until somebody has looked why."""
    facts = _facts(_CHANNELS.get(name, name), since)
    return Demand(HALTED, channel_subject(name), since, _OPERATORS, facts=facts)


def publisher_silent(town: Town, name: str, last: datetime, usual: timedelta) -> Iterator[Demand]:
    """`usual` lies between two of its messages in the middle case: who never sent daily is not missed.

    Rest days are not counted: many publishers are offices.
    """
    if usual > _A_DAY:
        return
    day = day_of(last)
    for _ in range(days_of(town, SILENT).days + 1):
        day = next_working_day(day)
    yield Demand(SILENT, f"publisher/{name}", on(town, SILENT, day), _OPERATORS, facts=_facts(name, last))


def template_not_ready(
    town: Town, name: str, state: str, first_needed: date, noticed: datetime
) -> Iterator[Demand]:
    """A week before a rule needs it, or when it is noticed, if that is later.

    What it would have sent takes another channel.
    """
    if state == READY:
        return
    due = max(on(town, NOT_READY, not_after(first_needed - days_of(town, NOT_READY))), noticed)
    facts = _facts(_SIGNATURE_IN_WORDS if name == SIGNATURE else name, beginning(first_needed))
    yield Demand(NOT_READY, f"template/{name}", due, _OPERATORS, facts=facts)


def budget_nearly_spent(name: str, since: datetime) -> Demand:
    """`sms/2025-01`: four fifths of a month's money; once it is gone only the urgent go out."""
    year, _, month = name.rpartition("/")[2].partition("-")
    facts = _facts(f"{year}年{int(month)}月", since)
    return Demand(NEARLY_SPENT, f"budget/{name}", since, _OPERATORS, facts=facts)


def shadow_rebuild(kind: str, first: str, since: datetime) -> Demand:
    """What the logs lead to is not what answers (`first`: from which event on), or no line came for long."""
    what = _differs(first) if kind == "differs" else "逾两个周期没有结果"
    return Demand(SHADOW, f"shadow/{kind}", since, _OPERATORS, facts=_facts(what, since))


def _differs(first: str) -> str:
    """`hazards 12 subjects ["500112143","hazard","h-1"]`: of the key all but the town. A text message cuts
    it in the middle: the position comes last."""
    log, position, table, key = first.split(" ", 3)
    try:
        named = "/".join(map(str, json.loads(key)[1:])) or table
    except ValueError:
        named = key
    return f"{named}（{log} {position}起）" if log != "-" else f"{named}（日志中没有）"


def _facts(name: str, since: datetime) -> dict[str, Json]:
    return {"what": name, "since": write_instant(since)}
