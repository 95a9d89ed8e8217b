"""To whom a hazard was referred, and what they answered. Pure."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from shared.instant import moment_at, write_instant
from shared.read_model.entry import Entry

Referral: TypeAlias = dict[str, Any]
"""`to`, its senders `by`, `since`, and the `answer` as long as there is one."""

_REFERRING = ("hazard.referred", "hazard.referral_answered")


def standing_referrals(recorded: Sequence[Entry], happened: Sequence[Entry]) -> list[Referral]:
    """By receiver, without those that refused. A withdrawal undoes what was recorded before it."""
    withdrawn = {
        entry.data["to"]: entry.position for entry in recorded if entry.type == "hazard.referral_withdrawn"
    }
    known: dict[str, Referral] = {}
    for entry in happened:
        if entry.type in _REFERRING and entry.position > withdrawn.get(entry.data["to"], 0):
            _take(known, entry)
    return [known[to] for to in sorted(known) if known[to].get("answer") != "refused"]


def _take(known: dict[str, Referral], entry: Entry) -> None:
    """Sent once more while it waits, it waits since the first time; after an answer it waits anew."""
    to = entry.data["to"]
    before = known.get(to)
    if entry.type == "hazard.referral_answered":
        if before is not None:
            before["answer"] = entry.data["answer"]
    elif before is None or "answer" in before:
        since = write_instant(moment_at(entry.occurred))
        known[to] = {"to": to, "by": [entry.data["by"]], "since": since}
    elif entry.data["by"] not in before["by"]:
        before["by"].append(entry.data["by"])


def awaiting_answer(referrals: Sequence[Referral]) -> list[str]:
    """Receivers that have not answered."""
    return [each["to"] for each in referrals if "answer" not in each]
