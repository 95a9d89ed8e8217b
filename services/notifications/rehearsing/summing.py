"""What a policy would have meant: messages per person, text messages and their price, nights. Pure."""

from collections import Counter
from collections.abc import Iterable

from services.notifications.rehearsing.playing import Message, Played
from services.notifications.rules.demand import Seat
from services.notifications.rules.town import Town
from services.notifications.texts.compose import compose
from services.notifications.texts.composed import Reader, Said
from services.notifications.texts.length import length_of
from services.notifications.texts.texts import Texts
from shared.instant import SHANGHAI
from shared.json_types import Json, JsonObject

MOST_LISTED = 1000
_SEATS = [seat.value for seat in Seat]
_LISTS = {"safety-office": "镇安委办名单", "operators": "运维名单"}
_PARTS = {"reporter": "填报人", "head": "单位负责人", "stand_in": "AB岗"}


def summed(played: Played, town: Town, texts: Texts, sign_name: str, price_fen: int) -> JsonObject:
    messages = played.messages
    parts = sum(_parts(each, texts, sign_name) for each in messages if each.channel == "sms")
    rules = Counter(each.wanted.key.rule for message in messages for each in message.members)
    days = Counter(each.at.astimezone(SHANGHAI).date().isoformat() for each in messages)
    return {
        "messages": len(messages),
        "reminders": sum(rules.values()),
        "people": len({each.recipient for each in messages}),
        "sms": sum(each.channel == "sms" for each in messages),
        "sms_parts": parts,
        "sms_fen": parts * price_fen,
        "nights_avoided": played.nights,
        "to_ring": played.to_ring,
        "ended_before": played.ended,
        "by_rule": dict(sorted(rules.items())),
        "by_day": dict(sorted(days.items())),
        "by_person": _by_person(messages, town),
    }


def _by_person(messages: Iterable[Message], town: Town) -> Json:
    counted = Counter(each.recipient for each in messages)
    return [
        {"recipient": recipient, "name": name_of(town, recipient), "messages": number}
        for recipient, number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:MOST_LISTED]
    ]


def name_of(town: Town, recipient: str) -> str:
    """Of the organisation and part, the office or the list: no person's."""
    kind, _, rest = recipient.partition("/")
    holder, _, part = rest.rpartition("/")
    match kind:
        case "filer":
            return f"{town.name_of(holder)} {_PARTS.get(part, part)}"
        case "official":
            return "、".join(town.officials.get(holder, {}).get("offices", ())) or holder
        case "list":
            return _LISTS.get(holder, holder)
        case _:
            return "值班员"


def _parts(message: Message, texts: Texts, sign_name: str) -> int:
    said = [
        Said(
            each.wanted.key.rule,
            each.wanted.demand.facts,
            each.wanted.due,
            min(each.wanted.seats, key=_SEATS.index),
            recipient=each.wanted.key.recipient,
        )
        for each in message.members
    ]
    reader = Reader("", message.channel, "")
    return length_of(compose(said, reader, texts, sign_name).text).messages
