"""What the robots of DingTalk, WeCom and Feishu answer. Pure: HTTP 200 alone says nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

import orjson

from services.notifications.channels.channel import Accepted, Outcome, Refused, Unknown
from services.notifications.channels.http_answers import by_status
from services.notifications.channels.later import put_off

Kind: TypeAlias = Literal["dingtalk", "wecombot", "feishu"]
_OK = 200
_CODES = {"dingtalk": ("errcode",), "wecombot": ("errcode",), "feishu": ("code", "StatusCode")}
"""Where each says how it went; Feishu's older robots in the other place."""
_TOO_MANY = {
    "dingtalk": {130101, 410100, 90030},
    "wecombot": {45009, 45033},
    "feishu": {11232, 230020},
}
_LATER_SECONDS = {"dingtalk": 600, "wecombot": 60, "feishu": 60}
"""DingTalk takes nothing for ten minutes from a robot that was too fast."""


def robot_answered(
    kind: Kind, status: int, headers: Mapping[str, str], body: bytes, attempt: int, now: datetime
) -> Outcome:
    code = _code(kind, body)
    if code is None:
        return Unknown("answer_unreadable") if status == _OK else by_status(status, headers, attempt, now)
    if code == 0 and status == _OK:
        return Accepted()
    if code in _TOO_MANY[kind]:
        return put_off(f"{kind}_{code}", attempt, _LATER_SECONDS[kind])
    return by_status(status, headers, attempt, now) if status != _OK else Refused(f"{kind}_{code}")


def _code(kind: Kind, body: bytes) -> int | None:
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    found = [answer[name] for name in _CODES[kind] if name in answer] if isinstance(answer, dict) else []
    return found[0] if found and isinstance(found[0], int) else None
