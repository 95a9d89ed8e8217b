"""The notice's labels, headings and periods, as who has switched to English reads them on a page.

Paper, spreadsheets and the API keep the notice's own words.
"""

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from shared.pages.dates import MONTHS
from shared.pages.language import Language

_PERIOD = re.compile(r"(?:第(\w+)期|(终报))(?:（截至(\d+)月(\d+)日）)?")
_BETWEEN = "·"
"""Between a heading and the label below it, where both stand in one line."""

READINGS = {
    "填报单位": "Filer",
    "基础工作": "Basis",
    "分级监管": "By grade",
    "督导检查": "Inspections",
    "隐患排查整治情况": "Hazards found and rectified",
    "隐患总数": "All hazards",
    "其中重大隐患": "Major ones among them",
    "监管单位（家）": "Regulated units",
    "红色单位（家）": "Red units",
    "橙色单位（家）": "Orange units",
    "黄色单位（家）": "Yellow units",
    "蓝色单位（家）": "Blue units",
    "检查企业（家）": "Units inspected",
    "其中领导检查企业（家）": "By a leader among them",
    "排查（条）": "Found",
    "已整改（条）": "Rectified",
    "向区级部门移送隐患（条）": "Hazards referred to district departments",
    "纳入挂牌督办（条）": "Under listed supervision",
    "执法处罚": "Enforcement",
    "执法处罚（家）": "Units penalised",
    "行政罚款（万元）": "Fines (× ¥10,000)",
    "向区级部门移送案件（件）": "Cases referred to district departments",
    "向镇属部门移送隐患（条）": "Hazards referred to town departments",
    "简单合计": "Plain sum",
    "去重合计": "Distinct total",
    "未计入填报单位": "Credited to no filer",
}
"""Of each word by itself: `隐患总数·排查（条）` is read part by part."""


def read(said: str, language: Language) -> str:
    """What the notice does not say stays as it is: names of filers."""
    if language == "zh":
        return said
    if (period := _PERIOD.fullmatch(said)) is not None:
        return _period(*period.groups())
    return f" {_BETWEEN} ".join(READINGS.get(part, part) for part in said.split(_BETWEEN))


def _period(number: str | None, closing: str | None, month: str | None, day: str | None) -> str:
    name = f"Period {number}" if closing is None else "Closing report"
    return name if month is None else f"{name} (until {day} {MONTHS[int(month) - 1]})"


@pass_context
def reading(context: Context, said: str) -> str:
    """`read` for templates."""
    return read(said, context["language"])
