"""A play of reminders, judged afterwards: each exactly once, those aside that are marked uncertain."""

import logging
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from shared.instant import SHANGHAI

_log = logging.getLogger(__name__)

Told: TypeAlias = tuple[str, datetime, str]
"""Subject, due and recipient."""


class Took(Protocol):
    taken: list[tuple[str, str, datetime]]
    """Under which id, to whom, when by the town's clock."""
    open: int
    """How often it was left open whether something was taken."""
    refused: int


@dataclass(frozen=True, slots=True)
class Played:
    rows: Sequence[Any]
    wanted: AbstractSet[Told]
    providers: Took
    harm: int
    """How often something was killed or stopped."""
    doubted: AbstractSet[str]
    """Ids of reminders that were in doubt at any time."""


def judge(play: Played) -> Counter[str]:
    """What there was of what; AssertionError with the reminders that are wrong."""
    often = Counter(id_ for id_, _, _ in play.providers.taken)
    repeated = _only_repeated_by_rule(play, often)
    gone, too_late = _as_demanded(play, often)
    uncertain = [row for row in gone.values() if row["state"] == "uncertain"] + too_late
    failed = [row for row in gone.values() if row["state"] == "failed"]
    for row in gone.values():
        if row["state"] in ("sent", "delivered"):
            assert often[row["message"]] >= 1, row
    for row in uncertain:
        _log.warning("uncertain: %s %s %s %s", row["rule"], row["recipient"], row["due"], row["reason"])
    doubts = len({row["message"] or row["id"] for row in uncertain})
    assert doubts <= play.providers.open + play.harm / 4 + 1
    assert len({row["message"] for row in failed}) <= play.providers.refused
    _nothing_at_night(play, {row["message"] for row in gone.values() if row["urgent"]})
    assert not any("o-2" in to for _, to, _ in play.providers.taken), "out of office"
    by_harm = sum(row["reason"] == "claimant_gone" for row in uncertain)
    return Counter(
        reminders=len(gone), messages=len(play.providers.taken), uncertain=len(uncertain), by_harm=by_harm,
        by_mail=sum(_left_open_by_mail(row) for row in uncertain),
        failed=len(failed), repeated=repeated, open=play.providers.open, harm=play.harm,
    )  # fmt: skip


def _left_open_by_mail(row: Any) -> bool:
    """The server had the content and did not answer, and the mailbox of copies could not tell."""
    return row["channel"] == "email" and str(row["reason"]).startswith("smtp_")


def _only_repeated_by_rule(play: Played, often: Counter[str]) -> int:
    """Better twice than never: what is urgent is repeated once where nobody can say whether it was taken."""
    by_id = {row["id"]: row for row in play.rows}
    twice = {id_: by_id[id_] for id_, many in often.items() if many > 1}
    unasked = [dict(row) for id_, row in twice.items() if row["repeated"] is None or often[id_] > 2]
    assert not unasked, unasked
    for row in twice.values():
        _log.warning("repeated by its rule: %s %s %s", row["rule"], row["recipient"], row["channel"])
    return len(twice)


def _as_demanded(play: Played, often: Counter[str]) -> tuple[dict[Told, Any], list[Any]]:
    """What went, and what of it was in doubt until something later had taken its place."""
    gone = {
        _told(row): row
        for row in play.rows
        if row["state"] not in ("planned", "cancelled") and row["channel"] != "telephone"
    }
    # Nobody knew whether it had arrived; when the provider denied it, something later had taken its place.
    too_late = [row for row in play.rows if row["id"] in play.doubted and row["reason"] == "overtaken"]
    assert not {row["id"] for row in too_late} & often.keys()
    there = gone.keys() | {_told(row) for row in too_late}
    missing = play.wanted - there
    instead = [dict(row) for row in play.rows if _told(row) in missing]
    assert there == play.wanted, (sorted(there - play.wanted), sorted(missing), instead)
    return gone, too_late


def _told(row: Any) -> Told:
    return row["subject"], row["due"], row["recipient"]


def _nothing_at_night(play: Played, urgent: AbstractSet[str]) -> None:
    night = [
        (id_, when)
        for id_, _, when in play.providers.taken
        if not 8 <= when.astimezone(SHANGHAI).hour < 21 and id_ not in urgent
    ]
    assert night == []
