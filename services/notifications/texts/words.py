"""From a reminder's facts to the words that its texts are made with. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

from services.notifications.texts import moments
from services.notifications.texts.composed import Said
from services.notifications.texts.fitting import cleaned
from shared.instant import parse_instant

Words: TypeAlias = Mapping[str, str]
"""Only what the facts have: a text that asks for more is an error, never a gap."""

_PLAIN = {
    "filer_name": "name",
    "organisation_name": "name",
    "period_name": "period",
    "hazard": "hazard",
    "what": "what",
    "missing": "missing",
    "filers": "filers",
}
_NOT_RECEIVED = "尚未收到"


def received_words(as_of: str, otherwise: str | None) -> str:
    """`截至17:52尚未收到`"""
    return f"{as_of}{_NOT_RECEIVED}" if as_of else otherwise or _NOT_RECEIVED


def words_of(said: Said, received: str | None) -> Words:
    """`received` is said of what is not there yet, unless something has to be said “as of”."""
    facts = said.facts
    found = {word: cleaned(str(facts[fact])) for fact, word in _PLAIN.items() if fact in facts}
    for fact, words in _OF_MOMENTS.items():
        written = facts.get(fact)
        if isinstance(written, str):
            found |= words(written)
    if "until" in facts and facts["until"] is None:
        found |= {"until": "尽快", "until_long": "尽快"}
    as_of = as_of_words([said])
    return found | {
        "as_of": as_of,
        "received": received_words(as_of, received),
        "before_holiday": "是" if facts.get("before_holiday") else "",
    }


def shared_words(each: Sequence[Words]) -> Words:
    """What is the same of all: the period, where several filers are missing in one."""
    first, *others = each
    return {word: said for word, said in first.items() if all(other.get(word) == said for other in others)}


def as_of_words(said: Sequence[Said]) -> str:
    """`截至17:52`; the oldest of several. With its day, where that is not the day of the reminder."""
    known = [(one.as_of, one.due) for one in said if one.as_of is not None]
    if not known:
        return ""
    as_of, due = min(known)
    return f"截至{moments.clock(as_of) if moments.same_day(as_of, due) else moments.short(as_of)}"


def _deadline(written: str) -> Words:
    """Of a report a moment, of a hazard a day."""
    if "T" not in written:
        last_day = date.fromisoformat(written)
        return {"deadline": moments.day(last_day), "deadline_long": moments.day_long(last_day)}
    moment = parse_instant(written)
    return {
        "deadline": moments.short(moment),
        "deadline_long": moments.long(moment),
        "deadline_time": moments.clock(moment),
    }


def _since(written: str) -> Words:
    moment = parse_instant(written)
    return {
        "since": moments.short(moment),
        "since_long": moments.long(moment),
        "since_day": moments.day(moment),
        "since_day_long": moments.day_long(moment),
    }


def _found(written: str) -> Words:
    moment = parse_instant(written)
    return {"found": moments.short(moment), "found_long": moments.long(moment)}


def _until(written: str) -> Words:
    moment: datetime = parse_instant(written)
    return {"until": f"于{moments.short(moment)}前", "until_long": f"于{moments.long(moment)}前"}


_OF_MOMENTS: dict[str, Callable[[str], Words]] = {
    "deadline": _deadline,
    "since": _since,
    "found": _found,
    "until": _until,
}
