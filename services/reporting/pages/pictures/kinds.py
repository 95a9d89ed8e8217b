"""Which pictures there are, in their order on the page, and what each shows. Pure."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Name: TypeAlias = Literal[
    "closing-rate", "hazards", "ageing", "overdue", "timeliness", "coverage", "ranking", "open-hazards"
]
NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Kind:
    name: Name
    zh: str
    en: str
    about_zh: str
    about_en: str
    of_filers: bool = False
    """Compares filers: for who sees one alone there is only the table."""
    least_deadlines: int = 0
    """So many have to have passed for there to be something over time."""


KINDS: dict[Name, Kind] = {
    each.name: each
    for each in (
        Kind(
            "closing-rate", "整改率", "Closing rate",
            "每期截至时，排查的隐患中已整改的比例", "Of the hazards found, those closed, at each deadline",
            least_deadlines=1,
        ),
        Kind(
            "hazards", "隐患排查与整改", "Hazards found and closed",
            "逐日累计：排查、已整改、未整改", "Day by day: found, closed, open",
        ),
        Kind(
            "overdue", "超期未整改", "Overdue hazards",
            "未整改且已过整改期限的隐患，按单位", "Open hazards past the date of their plan, by filer",
            of_filers=True,
        ),
        Kind(
            "ageing", "未整改隐患存续时间", "Age of open hazards",
            "未整改隐患自发现起的天数", "Days since open hazards were found",
        ),
        Kind(
            "timeliness", "按时报送", "Filed on time",
            "各期按时报送的单位比例", "Filers on time, of those expected, at each deadline",
            least_deadlines=2,
        ),
        Kind(
            "coverage", "检查覆盖率", "Coverage",
            "监管单位中已检查的比例，按单位", "Of the units, those inspected, by filer",
            of_filers=True,
        ),
        Kind(
            "ranking", "整改率排序", "Closing rates in order",
            "按整改率排序，附分子分母；只供镇安委办和领导查看",
            "By closing rate with its denominator; for safety office and leaders alone",
            of_filers=True,
        ),
        Kind(
            "open-hazards", "未整改隐患清单", "Open hazards",
            "未整改隐患逐条，超期最久的在前", "One by one, the longest overdue first",
        ),
    )
}  # fmt: skip

OVERVIEW: tuple[Name, ...] = ("closing-rate", "hazards", "overdue", "ageing", "timeliness", "coverage")
"""Always shown; a ranking only where it was asked for."""
