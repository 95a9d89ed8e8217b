"""Where one filer's form of one period stands: folded from entries by code of the recount's own. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.instant import moment_at, parse_instant
from shared.read_model.entry import Entry

_BACK = ("withdrawn", "returned")
_AFTER = {"reviewed": "signed", "accepted": "accepted", "withdrawn": "withdrawn", "returned": "returned"}


@dataclass(slots=True)
class _Paper:
    """Something that was signed."""

    corrects: str | None
    state: str
    since: datetime
    keeps: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    state: str
    """none, or that of what stands, else of what was signed last."""
    since: datetime | None
    keeps: datetime | None
    """Taken back, until when it keeps its time."""
    is_correction: bool
    extended: datetime | None
    returned: tuple[datetime, datetime] | None
    """When what was signed last was returned, and until when it may be sent again."""

    @property
    def taken_back(self) -> bool:
        return self.state in _BACK

    @property
    def waits_for_head(self) -> bool:
        return self.state == "waiting" and not self.is_correction

    @property
    def has_reported(self) -> bool:
        return self.state in ("signed", "accepted", "waiting")


def by_form(entries: Iterable[Entry]) -> dict[tuple[str, str], list[Entry]]:
    """Of a campaign's, by period and filer; consolidations aside."""
    found: dict[tuple[str, str], list[Entry]] = {}
    of_number: dict[str, tuple[str, str]] = {}
    for entry in entries:
        data = entry.data
        if "filer" in data:
            form = data["period"], data["filer"]
            of_number[data.get("number", "")] = form
        elif "number" in data:
            form = of_number[data["number"]]
        else:
            continue
        found.setdefault(form, []).append(entry)
    return found


def standing(entries: Sequence[Entry]) -> Standing:
    """Of its entries, as recorded."""
    papers: dict[str, _Paper] = {}
    extended = None
    for entry in entries:
        data, at = entry.data, moment_at(entry.occurred)
        if entry.type == "extension.granted":
            extended = parse_instant(data["until"])
        elif entry.type == "submission.signed":
            state = "signed" if data.get("review") is None else "waiting"
            papers[data["number"]] = _Paper(data.get("corrects"), state, at)
        else:
            paper = papers[data["number"]]
            paper.state, paper.since = _AFTER[entry.type.partition(".")[2]], at
            keeps = data.get("keeps_time_until")
            paper.keeps = None if keeps is None else parse_instant(keeps)
    return _standing(list(papers.items()), extended)


def _standing(papers: Sequence[tuple[str, _Paper]], extended: datetime | None) -> Standing:
    if not papers:
        return Standing("none", None, None, is_correction=False, extended=extended, returned=None)
    replaced = {paper.corrects for _, paper in papers if paper.state not in _BACK}
    last = papers[-1][1]
    standing = [each for number, each in papers if each.state not in _BACK and number not in replaced]
    shown = standing[0] if standing else last
    returned = (last.since, last.keeps) if last.state == "returned" and last.keeps is not None else None
    return Standing(
        shown.state, shown.since, shown.keeps, is_correction=shown.corrects is not None, extended=extended,
        returned=returned,
    )  # fmt: skip
