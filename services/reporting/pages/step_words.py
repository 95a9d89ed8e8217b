"""A step of a replay in words: what happened, and which cells it moved. Pure."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from services.reporting.counting.columns import COLUMN
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import heading
from services.reporting.lineage.place import DISTINCT, SUM
from services.reporting.stepping.stretch import Step
from shared.events.event_names import event_in_chinese
from shared.instant import moment_at
from shared.operations.words import Words

CAUSES: Mapping[str, Words] = {
    "taken_back": Words("撤回", "taken back"),
    "merged": Words("合并", "merged"),
    "correction": Words("更正", "correction"),
    "back_dated": Words("补录", "back-dated"),
    "reassigned": Words("调整归属", "reassigned"),
    "regraded": Words("调整等级", "re-graded"),
    "change": Words("情况变化", "change"),
    "new_activity": Words("新增工作", "new activity"),
}
_PLACES = {SUM: Words("简单合计", "plain sum"), DISTINCT: Words("去重合计", "distinct total")}


def moved_in(step: Step, annex: str) -> dict[tuple[str, str], tuple[Any, Any, bool]]:
    """By filer and column: from what, to what, and whether it rose."""
    return {
        (cell.filer, cell.column): (
            shown(COLUMN[cell.column], move.from_), shown(COLUMN[cell.column], move.to), move.to > move.from_,
        )
        for cell, move in step.moves.items()
        if cell.annex == annex
    }  # fmt: skip


def moves_in_words(step: Step, annex: str) -> list[dict[str, Any]]:
    """The cells of filers first, then totals."""
    cells = sorted(cell for cell in step.moves if cell.annex == annex)
    return [
        {
            "place": _PLACES.get(cell.filer, Words(cell.filer, cell.filer)),
            "column": _heading(cell.column),
            "from": shown(COLUMN[cell.column], step.moves[cell].from_),
            "to": shown(COLUMN[cell.column], step.moves[cell].to),
            "cause": CAUSES[step.moves[cell].cause],
            "members": [member for member, _ in step.moves[cell].members],
        }
        for cell in sorted(cells, key=lambda cell: (cell.filer in _PLACES, cell))
    ]


def moves_any(step: Step, annex: str) -> bool:
    return any(cell.annex == annex for cell in step.moves)


def at_of(positions: Mapping[str, int]) -> str:
    return ",".join(f"{log}:{position}" for log, position in positions.items())


def address_of(asked: Any, positions: Mapping[str, int] | None, annex: str | None = None) -> str:
    """Of the same question at another point, or of the other form."""
    said = {
        "campaign": asked.campaign,
        "annex": annex or asked.annex,
        "at": "" if positions is None else at_of(positions),
        "occurred_until": asked.occurred_until or "",
    }
    return "?" + urlencode({name: value for name, value in said.items() if value})


def _heading(column: str) -> str:
    declared = COLUMN[column]
    return heading({"path": declared.path, "label": declared.label})


STEP_WORDS = {
    "in_chinese": event_in_chinese, "moves_in_words": moves_in_words, "moves_any": moves_any,
    "address_of": address_of, "at_of": at_of, "moment_at": moment_at,
}  # fmt: skip
