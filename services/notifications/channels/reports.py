"""What became of messages that were accepted, as gateways report it. Pure: from what was posted to reports.

Reports come again, late and in any order; recording one twice changes nothing.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import orjson
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, TypeAdapter, ValidationError

from services.notifications.channels.aliyun_codes import wrong_number
from services.notifications.channels.signed import NotSigned, check_signed
from shared.instant import SHANGHAI

LARGEST = 131_072
"""What anybody may send who has not signed in."""
_MANY = 1000
_WRONG_NUMBER = "wrong_number"
ALIYUN_ANSWER = orjson.dumps({"code": 0, "msg": "接收成功"})
"""To a batch that was recorded; anything else, and Aliyun sends it again."""

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.: -]{0,60}$")]


class Unreadable(ValueError):
    """Not what a gateway reports."""


@dataclass(frozen=True, slots=True)
class Report:
    id: str
    """The reminder's."""
    delivered: bool
    """Else it bounced."""
    at: datetime
    why: str | None = None
    wrong_address: bool = False


class _Reported(BaseModel):
    id: _Id
    delivered: bool
    at: AwareDatetime
    code: _Code | None = None


class _Batch(BaseModel):
    reports: list[_Reported] = Field(max_length=_MANY)


class _OfAliyun(BaseModel):
    success: bool
    report_time: datetime
    err_code: str = Field(default="", max_length=100)
    out_id: str | None = Field(default=None, max_length=100)


_ALIYUN = TypeAdapter(Annotated[list[_OfAliyun], Field(max_length=_MANY)])


def of_gateway(body: bytes, headers: Mapping[str, str], secret: str, now: datetime) -> list[Report]:
    """NotSigned or Unreadable. `now` by the real clock."""
    check_signed(secret, headers, body, now)
    batch: _Batch = _read(_Batch.model_validate_json, body)
    return [
        Report(
            one.id, one.delivered, one.at, None if one.delivered else one.code,
            wrong_address=not one.delivered and one.code == _WRONG_NUMBER,
        )
        for one in batch.reports
    ]  # fmt: skip


def of_aliyun(body: bytes) -> list[Report]:
    """Of what was posted to the address with the token. What others sent is left out."""
    return [
        Report(
            one.out_id, one.success, one.report_time.replace(tzinfo=SHANGHAI),
            None if one.success else one.err_code or None,
            wrong_address=not one.success and wrong_number(one.err_code),
        )
        for one in _read(_ALIYUN.validate_json, body)
        if one.out_id
    ]  # fmt: skip


def only_with_token(given: str, token: str) -> None:
    """Aliyun signs nothing: the address that it posts to carries a token. NotSigned with another one."""
    if not hmac.compare_digest(given.encode(), token.encode()):
        raise NotSigned


def _read(read: Any, body: bytes) -> Any:
    if len(body) > LARGEST:
        raise Unreadable("larger than a batch of reports")
    try:
        return read(body)
    except ValidationError:
        raise Unreadable("not what a gateway reports") from None
