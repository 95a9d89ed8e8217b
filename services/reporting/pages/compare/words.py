"""The words of a difference: what a column is called in a sentence, its measure, and why it moved. Pure."""

from services.reporting.counting.columns import COLUMN
from services.reporting.differences.causes import Cause
from services.reporting.filing.due import FINAL, Due
from services.reporting.forms.documents.wording import DISTINCT, SUM, UNCREDITED
from services.reporting.lineage import place
from services.reporting.pages.readings import read
from shared.pages.language import Language

CAUSES: dict[Cause, tuple[str, str]] = {
    "taken_back": ("作废或撤回", "taken back"),
    "merged": ("合并", "merged"),
    "correction": ("更正", "corrected"),
    "back_dated": ("补录", "entered late"),
    "reassigned": ("归属调整", "reassigned"),
    "regraded": ("等级调整", "regraded"),
    "change": ("情况变化", "changed"),
    "new_activity": ("新发生", "new"),
    "cut_off": ("其间发生", "between the two cut-offs"),
    "policy": ("口径不同", "by the other policy"),
    "interaction": ("口径与时点共同影响", "by policy and time together"),
}
"""In Chinese and English."""

_PLACES = {place.SUM: SUM, place.DISTINCT: DISTINCT, place.NOBODY: UNCREDITED}
_MAJOR = "其中重大隐患"


def place_name(filer: str, language: Language) -> str | None:
    """Of the cells that are no filer's."""
    name = _PLACES.get(filer)
    return None if name is None else read(name, language)


def column_name(key: str, language: Language) -> str:
    """已整改; of major hazards 重大隐患已整改."""
    column = COLUMN[key]
    if language == "en":
        return read("·".join((*column.path[-1:], column.label)), language)
    label = column.label.partition("（")[0].removeprefix("其中")
    return f"重大隐患{label}" if _MAJOR in column.path else label


_ENGLISH = {"家": "units", "条": "hazards", "件": "cases", "万元": "× ¥10,000"}


def measure(key: str, language: Language) -> str:
    """家, 条, 件, 万元."""
    found = COLUMN[key].label.partition("（")[2].removesuffix("）")
    return found if language == "zh" else _ENGLISH[found]


def period_name(due: Due, language: Language) -> str:
    if due.key == FINAL:
        return "终报" if language == "zh" else "the closing report"
    return f"第{due.key}期" if language == "zh" else f"period {due.key}"
