"""What was sent though nobody owed it, by the positions that it was judged on. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.notifications.recount.comparing import Row, was_owed
from services.notifications.recount.debts import (
    CONSOLIDATED,
    Entries,
    Kept,
    owed_for_form,
    owed_for_hazard,
    owed_for_summary,
    read,
    stated,
)
from services.notifications.recount.forms import by_form
from services.notifications.recount.owed import Owed

_SENT = ("sent", "delivered", "uncertain")


def surplus_of_reports(kept: Kept, rows: Iterable[Row]) -> Iterator[Row]:
    forms: dict[str, dict[tuple[str, str], Any]] = {}
    for row, positions in _judged(rows):
        parts = read(row.subject)
        campaign, key = parts[1], parts[2]
        if campaign not in kept.campaigns:
            yield row
            continue
        said = _until(kept.campaigns[campaign], positions, "registry")
        if parts[0] == "summary":
            then = owed_for_summary(kept, row.subject, key, said)
        else:
            filed = kept.filings.get(campaign, ())
            of_form = forms.setdefault(campaign, by_form(filed)).get((key, parts[3]), [])
            consolidated = [entry for entry in filed if entry.type == CONSOLIDATED]
            known = _until([*of_form, *consolidated], positions, "reporting")
            then = owed_for_form(kept, row.subject, key, parts[3], said, known)
        if not was_owed(row, then):
            yield row


def surplus_of_hazard(
    kept: Kept, id_: str, entries: Entries, unit: Mapping[str, Any], rows: Iterable[Row]
) -> Iterator[Row]:
    for row, positions in _judged(rows):
        campaigns = {
            campaign: stated(_until(said, positions, "registry")) for campaign, said in kept.campaigns.items()
        }
        known = _until(entries, positions, "hazards")
        then: Iterable[Owed] = owed_for_hazard(kept, id_, known, unit, campaigns)
        if not was_owed(row, then):
            yield row


def _judged(rows: Iterable[Row]) -> Iterator[tuple[Row, Mapping[str, int]]]:
    """Of what a backup lacked nobody knows by what it was judged."""
    return ((row, row.judged_on) for row in rows if row.state in _SENT and row.judged_on is not None)


def _until(entries: Entries, positions: Mapping[str, int], log: str) -> Entries:
    return [entry for entry in entries if entry.position <= positions.get(log, 0)]
