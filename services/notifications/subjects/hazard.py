"""Where a hazard stands, as reminders see it: its state, its deadline, who is concerned. Pure."""

from collections.abc import Sequence

from services.notifications.subjects.kept import RECORDED_BY
from services.notifications.subjects.referrals import Referral, awaiting_answer, standing_referrals
from services.notifications.subjects.severity import severity_and_major
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
_GONE_AFTER = {"hazard.voided": "voided", "hazard.merged": "merged"}


def hazard_view(hazard_id: str, entries: Sequence[Entry]) -> JsonObject:
    """`state` is open, claimed, closed, looked_back, voided or merged, `since` when it has been so."""
    recorded = without_retracted(entries)
    happened = as_it_happened(recorded)
    found = next(entry for entry in recorded if entry.type == "hazard.found")
    state, since = _state(recorded, happened)
    severity, major = severity_and_major(recorded)
    referrals, supervisions = standing_referrals(recorded, happened), _supervisions(happened)
    supervision = supervisions[-1] if supervisions else None
    return {
        "hazard_id": hazard_id,
        "unit_id": found.data["unit_id"],
        "found": _written(found),
        "finder": _finder(found),
        "severity": severity,
        "major": major,
        "state": state,
        "since": since,
        "deadline": _deadline(happened),
        "supervision": supervision,
        "supervisions": supervisions,
        "referrals": referrals,
        "awaiting_answer": awaiting_answer(referrals),
        "last_entry": _written(happened[-1]),
        "organisations": _concerned(found, referrals, supervision),
    }


def _state(recorded: Sequence[Entry], happened: Sequence[Entry]) -> tuple[str, str]:
    """Voided and merged hold for every date; neither a claim of something closed nor a repetition counts."""
    for entry in reversed(recorded):
        if entry.type in _GONE_AFTER:
            return _GONE_AFTER[entry.type], _written(entry)
    state, since = "open", _written(happened[0])
    for entry in happened:
        after = _STATE_AFTER.get(entry.type)
        if after is None or (after == "claimed" and state in ("closed", "looked_back")):
            continue
        if after != state:
            state, since = after, _written(entry)
    return state, since


def _deadline(happened: Sequence[Entry]) -> str | None:
    """Of the latest plan."""
    plans = [entry.data["deadline"] for entry in happened if entry.type == "hazard.planned"]
    return plans[-1] if plans else None


def _supervisions(happened: Sequence[Entry]) -> list[JsonObject]:
    """Those that stand, the latest last. Each department lifts its own; who ordered none lifts all."""
    standing: dict[str, JsonObject] = {}
    for entry in happened:
        if entry.type == "hazard.supervision_ordered":
            standing.pop(entry.data["by"], None)
            standing[entry.data["by"]] = {"since": _written(entry), **entry.data}
        elif entry.type == "hazard.supervision_lifted" and standing.pop(entry.data["by"], None) is None:
            standing.clear()
    return list(standing.values())


def _finder(found: Entry) -> str:
    """Who found it; of a self-report, who recorded it. It may be a working group, which is no filer."""
    return str(found.data.get(RECORDED_BY, found.data["by"]))


def _concerned(found: Entry, referrals: Sequence[Referral], supervision: "JsonObject | None") -> list[str]:
    """Whose matter it is: who found or reported it, has received it, or supervises it. Acting gives nothing.

    Its unit's village and department see it beside these, as they are when somebody looks.
    """
    receivers = {str(each["to"]) for each in referrals}
    supervisor = set() if supervision is None else {str(supervision["by"])}
    return sorted(({_finder(found)} | receivers | supervisor) - {SELF_REPORT})


def _written(entry: Entry) -> str:
    return write_instant(moment_at(entry.occurred))
