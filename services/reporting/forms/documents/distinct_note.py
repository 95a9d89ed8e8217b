"""去重合计 of a consolidated sheet, as its note says it: only where it is another than the sum."""

from collections.abc import Mapping, Sequence

from services.reporting.counting.columns import COLUMN, columns_of
from services.reporting.forms.documents.money import shown
from services.reporting.forms.documents.wording import DISTINCT, heading

_EXPLAINED = "（同一单位、隐患、案件只计一次）"


def distinct_note(annex: str, total: Sequence[int], distinct: Sequence[int]) -> str:
    """Both in the order of the annex's columns, fines in fen."""
    columns = [column.key for column in columns_of(annex)]
    pairs = zip(columns, total, distinct, strict=True)
    others = {column: after for column, before, after in pairs if before != after}
    if not others:
        return f"{DISTINCT}{_EXPLAINED}：各列均与合计相同。"
    return f"{DISTINCT}{_EXPLAINED}：{spoken_figures(others)}；其余各列与合计相同。"


def spoken_figures(figures: Mapping[str, int]) -> str:
    said = (f"{spoken_name(column)} {shown(COLUMN[column], value)}" for column, value in figures.items())
    return "、".join(said)


def spoken_name(column: str) -> str:
    declared = COLUMN[column]
    return heading({"label": declared.label, "path": declared.path})
