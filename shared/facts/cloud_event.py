"""Reading one published message: bytes to the attributes of a CloudEvent, or the one refusal that fits.

The same reading serves the bus and HTTP.
"""

import re
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter

from shared.events.data_schema import OURS, schema_of
from shared.events.judged import SENT
from shared.events.personal_data import find_in_id
from shared.events.text import Id
from shared.facts.account import Account
from shared.facts.fact import FactKey
from shared.facts.json_text import read_json
from shared.facts.nesting import check_nesting
from shared.facts.receipt import Receipt
from shared.problems import Rejected

MAX_FACT_BYTES = 256 * 1024
_JSON = "application/json"
_is_id = TypeAdapter(Id).validator.isinstance_python
"""Events keep what names a fact for ever, as they do the ids in its data."""
_VERSION = re.compile(r"[1-9][0-9]{0,3}")
_LONGEST = 200
"""Characters of a source, an id or a type."""
_A_TEXT = (
    "须为 1 至 200 个可见字符，首尾无空格 must be a text of 1 to 200 characters that can be seen, with no "
    "space at either end"
)


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """The attributes of a structured CloudEvents message that matter here."""

    source: str
    id: str
    type: str
    time: str | None
    data: Any
    correlation: str | None
    version: int = 1
    """Of the shape that its data has: 1 where the message does not say."""


def decode(raw: bytes) -> Any:
    """One message of the bus as JSON."""
    if len(raw) > MAX_FACT_BYTES:
        raise Rejected("too_large")
    return read_json(raw)


def read_cloud_event(message: Any) -> CloudEvent:
    """The attributes, each checked; `not_cloudevent` names the first one that is wrong.

    Every message passes here, from the bus and over HTTP: what comes after can rely on its depth.
    """
    check_nesting(message)
    if not isinstance(message, dict):
        raise Rejected("not_cloudevent", detail="不是 JSON 对象 not a JSON object")
    if message.get("specversion") != "1.0":
        raise Rejected("not_cloudevent", detail="specversion 须为 must be “1.0”")
    for name in ("source", "id", "type"):
        if not _is_id(message.get(name), context=SENT):
            raise _no_id(name, message.get(name))
    media_type = message.get("datacontenttype", _JSON)
    if not isinstance(media_type, str) or media_type.partition(";")[0].strip().lower() != _JSON:
        raise Rejected("not_cloudevent", detail="datacontenttype 须为 must be application/json")
    time, correlation = message.get("time"), message.get("correlationid")
    if correlation is not None and not _is_id(correlation, context=SENT):
        raise _no_id("correlationid", correlation)
    version = _version(message.get("dataschema"), message["type"])
    return CloudEvent(
        message["source"], message["id"], message["type"], time, message.get("data"), correlation, version
    )


def _version(schema: Any, type_name: str) -> int:
    """A schema of somebody else's says nothing here, as it always did."""
    if not isinstance(schema, str) or not schema.startswith(OURS):
        return 1
    named, _, version = schema.removeprefix(OURS).rpartition(":")
    if named != type_name or _VERSION.fullmatch(version) is None:
        detail = f"须为 must be “{schema_of(type_name, 1)}”"
        raise Rejected("not_cloudevent", detail=f"dataschema {detail}")
    return int(version)


def _no_id(name: str, value: Any) -> Rejected:
    if isinstance(value, str) and find_in_id(value) is not None:
        return Rejected("personal_data", field=name)
    return Rejected("not_cloudevent", detail=f"{name} {_A_TEXT}")


def _tells(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def source_and_id(message: Any) -> tuple[str, str]:
    """What a refused message can still be told by; two empty texts when it doesn't say."""
    if not isinstance(message, dict) or not (_tells(message.get("source")) and _tells(message.get("id"))):
        return "", ""
    return message["source"], message["id"]


def told(raw: bytes) -> Any:
    """What a message that was refused unread says all the same: its key is in it, however large it is."""
    try:
        return orjson.loads(raw)
    except ValueError:
        return None


def refused(message: Any, account: Account, why: Rejected) -> Receipt:
    """A receipt that names the message as well as the message names itself."""
    return Receipt.refused(FactKey(account.name, *source_and_id(message)), why, account.township)
