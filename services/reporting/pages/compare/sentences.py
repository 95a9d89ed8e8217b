"""Why a cell differs, in one sentence: by how much, and what made it, each cause with what it adds. Pure."""

from collections import defaultdict
from collections.abc import Sequence

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.explaining import CellDifference
from services.reporting.differences.frame import Cell
from services.reporting.differences.parts import Part
from services.reporting.forms.documents.money import shown
from services.reporting.pages.compare.words import CAUSES, column_name, measure
from services.reporting.particulars.words.acts import DECISIVE
from shared.events.event_names import EVENT_NAMES
from shared.pages.language import Language

_WITHOUT_EVENT = frozenset({"policy", "interaction"})
"""No single event is the reason."""


def sentence(cell: Cell, name: str, difference: CellDifference, base: str, language: Language) -> str:
    """`name`: whose cell; `base`: what the first point is called."""
    column, by = column_name(cell.column, language), difference.to - difference.from_
    causes = reasons(cell.column, difference.parts, language)
    amount = _amount(cell.column, abs(by), language)
    if language == "zh":
        moved = f"比{base}{'多' if by > 0 else '少'}{amount}" if by else f"与{base}相同，但有增有减"
        return f"{name}“{column}”{moved}。系统查到：{causes}。"
    moved = f"{amount} {'more' if by > 0 else 'fewer'} than" if by else "the same as"
    return f"{name}, “{column}”: {moved} at {base}. Found: {causes}."


def reasons(column: str, parts: Sequence[Part], language: Language) -> str:
    """The largest first; what one adds and the same takes away is said twice."""
    sums: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for part in parts:
        sums[_reason(part, language), part.weight > 0] += abs(part.weight)
    said = sorted(sums.items(), key=lambda each: -each[1])
    return ("；" if language == "zh" else "; ").join(
        _said(reason, more, _amount(column, weight, language), language) for (reason, more), weight in said
    )


def added_up(column: str, difference: CellDifference) -> str:
    """`10 +1 -3 = 8`: the first figure, what was added and taken away, the second."""
    plus = sum(part.weight for part in difference.parts if part.weight > 0)
    minus = -sum(part.weight for part in difference.parts if part.weight < 0)
    first, *middle, last = (
        str(shown(COLUMN[column], each)) for each in (difference.from_, plus, minus, difference.to)
    )
    return f"{first} + {middle[0]} − {middle[1]} = {last}"


def _reason(part: Part, language: Language) -> str:
    chinese = language == "zh"
    cause = CAUSES[part.cause][0 if chinese else 1]
    if part.cause in _WITHOUT_EVENT or not part.events:
        return cause
    event = EVENT_NAMES[_decisive(part)][0 if chinese else 1]
    return f"{event}（{cause}）" if chinese else f"{event} ({cause})"


def _decisive(part: Part) -> str:
    """Of several events the one that makes it count in the column; where it counts no more, the last."""
    types = [event.entry.type for event in part.events]
    decisive = DECISIVE[part.cell.column] if part.weight > 0 else ()
    return next((type_ for type_ in decisive if type_ in types), types[-1])


def _said(reason: str, more: bool, amount: str, language: Language) -> str:
    if language == "zh":
        return f"{reason}，{'增加' if more else '减少'}{amount}"
    return f"{reason}: {'+' if more else '−'}{amount}"


def _amount(column: str, weight: int, language: Language) -> str:
    written, of = shown(COLUMN[column], weight), measure(column, language)
    if language == "zh":
        return f"{written}{of}"
    return f"{written} {of.removesuffix('s') if weight == 1 else of}"
