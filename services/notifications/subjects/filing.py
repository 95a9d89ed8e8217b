"""What was signed in one campaign and what became of it, as reminders see it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.instant import moment_at, write_instant
from shared.json_types import Json, JsonObject
from shared.read_model.entry import Entry

_STATE_AFTER = {
    "submission.reviewed": "signed",
    "submission.accepted": "accepted",
    "submission.withdrawn": "withdrawn",
    "submission.returned": "returned",
}
_TAKEN_BACK = ("withdrawn", "returned")


@dataclass(slots=True)
class _Submission:
    number: str
    annex: str
    corrects: str | None
    state: str
    since: str
    corrected: bool = False
    column: str | None = None
    keeps_time_until: str | None = None

    @property
    def stands(self) -> bool:
        return self.state not in _TAKEN_BACK and not self.corrected


@dataclass(slots=True)
class _Filing:
    submissions: dict[str, _Submission] = field(default_factory=dict)
    places: dict[str, list[_Submission]] = field(default_factory=dict)
    """Those of a period and filer, in the order of signing."""
    extended: dict[str, str] = field(default_factory=dict)
    consolidated: dict[str, set[str]] = field(default_factory=dict)


def filing_view(campaign: str, entries: Sequence[Entry]) -> JsonObject:
    """`places` by `<period>/<filer>`: where each form stands that anything was signed or granted for.

    `state` is none, signed, waiting_review, accepted, withdrawn or returned, `since` when. `returned` is
    there while what was signed last, be it a correction, is returned. `consolidated`: periods by annex.
    """
    filing = _Filing()
    for entry in entries:
        _apply(filing, entry)
    places = {place: _place(filing, place) for place in sorted({*filing.places, *filing.extended})}
    consolidated: Json = {annex: sorted(periods) for annex, periods in sorted(filing.consolidated.items())}
    return {"id": campaign, "places": places, "consolidated": consolidated}


def _apply(filing: _Filing, entry: Entry) -> None:
    data = entry.data
    match entry.type:
        case "submission.signed":
            _sign(filing, entry)
        case "extension.granted":
            filing.extended[f"{data['period']}/{data['filer']}"] = data["until"]
        case "consolidation.signed":
            filing.consolidated.setdefault(data["annex"], set()).add(data["period"])
        case _:
            _act(filing, entry)


def _sign(filing: _Filing, entry: Entry) -> None:
    data = entry.data
    state = "signed" if data.get("review") is None else "waiting_review"
    signed = _Submission(data["number"], data["annex"], data.get("corrects"), state, _written(entry))
    if signed.corrects is not None:
        filing.submissions[signed.corrects].corrected = True
    filing.submissions[signed.number] = signed
    filing.places.setdefault(f"{data['period']}/{data['filer']}", []).append(signed)


def _act(filing: _Filing, entry: Entry) -> None:
    submission = filing.submissions[entry.data["number"]]
    submission.state, submission.since = _STATE_AFTER[entry.type], _written(entry)
    submission.column = entry.data.get("column")
    submission.keeps_time_until = entry.data.get("keeps_time_until")
    if submission.state in _TAKEN_BACK and submission.corrects is not None:
        filing.submissions[submission.corrects].corrected = False


def _place(filing: _Filing, place: str) -> JsonObject:
    """What stands, else what was signed last."""
    signed, extended = filing.places.get(place, []), filing.extended.get(place)
    if not signed:
        return {"state": "none", "extended_until": extended}
    last = signed[-1]
    shown = next((each for each in signed if each.stands), last)
    return {
        "state": shown.state,
        "since": shown.since,
        "number": shown.number,
        "annex": shown.annex,
        "corrects": shown.corrects,
        "keeps_time_until": shown.keeps_time_until,
        "extended_until": extended,
        "returned": _returned(last) if last.state == "returned" else None,
    }


def _returned(submission: _Submission) -> JsonObject:
    return {
        "number": submission.number,
        "at": submission.since,
        "column": submission.column,
        "keeps_time_until": submission.keeps_time_until,
    }


def _written(entry: Entry) -> str:
    return write_instant(moment_at(entry.occurred))
