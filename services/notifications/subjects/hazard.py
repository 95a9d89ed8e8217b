"""Where a hazard stands, as reminders see it: its state, its deadline, who is concerned. Pure."""

from collections.abc import Sequence

from services.notifications.subjects.kept import RECORDED_BY
from shared.aggregates.in_force import as_it_happened, without_retracted
from shared.events.hazards import SELF_REPORT
from shared.instant import moment_at, write_instant
from shared.json_types import JsonObject
from shared.read_model.entry import Entry

_STATE_AFTER = {
    "hazard.found": "open",
    "hazard.rectification_claimed": "claimed",
    "hazard.rectification_rejected": "open",
    "hazard.closed": "closed",
    "hazard.look_back_passed": "looked_back",
    "hazard.look_back_failed": "open",
}
_REFERRING = ("hazard.referred", "hazard.referral_answered")
_GONE_AFTER = {"hazard.voided": "voided", "hazard.merged": "merged"}
_REGRADED = {"raised": "major", "mitigated": "general"}


def hazard_view(hazard_id: str, entries: Sequence[Entry]) -> JsonObject:
    """`state` is open, claimed, closed, looked_back, voided or merged, `since` when."""
    recorded = without_retracted(entries)
    happened = as_it_happened(recorded)
    found = next(entry for entry in recorded if entry.type == "hazard.found")
    state, since = _state(recorded, happened)
    sent, supervision = _sent(recorded, happened), _supervision(happened)
    return {
        "hazard_id": hazard_id,
        "unit_id": found.data["unit_id"],
        "found": _written(found),
        "severity": _severity(recorded, happened),
        "state": state,
        "since": since,
        "deadline": _deadline(happened),
        "supervision": supervision,
        "awaiting_answer": _awaiting_answer(sent),
        "organisations": _concerned(found, sent, supervision),
    }


def _state(recorded: Sequence[Entry], happened: Sequence[Entry]) -> tuple[str, str]:
    """Voided and merged hold for every date; a claim of something closed changes nothing."""
    for entry in reversed(recorded):
        if entry.type in _GONE_AFTER:
            return _GONE_AFTER[entry.type], _written(entry)
    state, since = "open", _written(happened[0])
    for entry in happened:
        after = _STATE_AFTER.get(entry.type)
        if after is None or (after == "claimed" and state in ("closed", "looked_back")):
            continue
        state, since = after, _written(entry)
    return state, since


def _severity(recorded: Sequence[Entry], happened: Sequence[Entry]) -> str:
    """Misjudged sets it for every date; what was re-graded before that was recorded no longer counts."""
    severity, judged = "", 0
    for entry in recorded:
        if entry.type == "hazard.found" or entry.data.get("reason") == "misjudged":
            severity, judged = entry.data["severity"], entry.position
    for entry in happened:
        if entry.type == "hazard.regraded" and entry.position > judged:
            severity = _REGRADED[entry.data["reason"]]
    return severity


def _deadline(happened: Sequence[Entry]) -> str | None:
    """Of the latest plan."""
    plans = [entry.data["deadline"] for entry in happened if entry.type == "hazard.planned"]
    return plans[-1] if plans else None


def _supervision(happened: Sequence[Entry]) -> "JsonObject | None":
    """The latest that stands. Each department lifts its own; who ordered none lifts all."""
    standing: dict[str, JsonObject] = {}
    for entry in happened:
        if entry.type == "hazard.supervision_ordered":
            standing.pop(entry.data["by"], None)
            standing[entry.data["by"]] = {"since": _written(entry), **entry.data}
        elif entry.type == "hazard.supervision_lifted" and standing.pop(entry.data["by"], None) is None:
            standing.clear()
    return next(reversed(standing.values()), None)


def _sent(recorded: Sequence[Entry], happened: Sequence[Entry]) -> list[Entry]:
    """What was referred and answered, in order; a withdrawal undoes what was recorded before it."""
    withdrawn = {
        entry.data["to"]: entry.position for entry in recorded if entry.type == "hazard.referral_withdrawn"
    }
    return [
        entry
        for entry in happened
        if entry.type in _REFERRING and entry.position > withdrawn.get(entry.data["to"], 0)
    ]


def _awaiting_answer(sent: Sequence[Entry]) -> list[str]:
    """Receivers that have not answered."""
    waiting: set[str] = set()
    for entry in sent:
        if entry.type == "hazard.referred":
            waiting.add(entry.data["to"])
        else:
            waiting.discard(entry.data["to"])
    return sorted(waiting)


def _receivers(sent: Sequence[Entry]) -> set[str]:
    """Who has it: until they refuse."""
    accepting: dict[str, bool] = {}
    for entry in sent:
        if entry.type == "hazard.referred":
            accepting[entry.data["to"]] = True
        elif entry.data["to"] in accepting:
            accepting[entry.data["to"]] = entry.data["answer"] == "accepted"
    return {to for to, accepts in accepting.items() if accepts}


def _concerned(found: Entry, sent: Sequence[Entry], supervision: "JsonObject | None") -> list[str]:
    """Whose matter it is: who found or reported it, has received it, or supervises it. Acting gives nothing.

    Its unit's village and department see it beside these, as they are when somebody looks.
    """
    finder = found.data.get(RECORDED_BY, found.data["by"])
    supervisor = set() if supervision is None else {str(supervision["by"])}
    return sorted(({finder} | _receivers(sent) | supervisor) - {SELF_REPORT})


def _written(entry: Entry) -> str:
    return write_instant(moment_at(entry.occurred))
