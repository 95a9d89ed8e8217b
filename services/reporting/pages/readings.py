"""The notice's labels, headings and periods, and those of lists, as who has switched to English reads them.

Paper, spreadsheets and the API keep the notice's own words.
"""

import re

from jinja2 import pass_context
from jinja2.runtime import Context

from shared.pages.dates import MONTHS
from shared.pages.language import Language

_PERIOD = re.compile(r"(?:第(\w+)期|(终报))(?:（截至(\d+)月(\d+)日）)?")
_DAY = re.compile(r"(\d{4})年(\d+)月(\d+)日")
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
    "单位名称": "Unit",
    "单位编号": "Unit's id",
    "类别": "Kind",
    "分级": "Grade",
    "未分级": "not yet graded",
    "属地村居": "Village",
    "行业主管科室": "Department",
    "登记日期": "Registered",
    "隐患编号": "Hazard's id",
    "隐患描述": "Description",
    "部位": "Place",
    "严重程度": "Severity",
    "一般": "general",
    "重大": "major",
    "排查日期": "Found",
    "排查单位": "Found by",
    "单位自报": "the unit itself",
    "整改期限": "Due",
    "销号日期": "Closed",
    "销号单位": "Closed by",
    "移送": "Referred",
    "移送日期": "Referred",
    "移送单位": "Referred by",
    "接收单位": "Receiver",
    "挂牌督办": "Listed supervision",
    "检查日期": "Inspected",
    "检查单位": "Inspected by",
    "检查人员": "Inspectors",
    "检查次数": "Inspections",
    "参加检查的领导": "Leaders taking part",
    "被处罚单位": "Penalised unit",
    "处罚单位": "Penalised by",
    "处罚种类": "Kinds of penalty",
    "处罚决定书文号": "Decision no.",
    "决定日期": "Decided",
    "罚款（万元）": "Fine (× ¥10,000)",
    "案件编号": "Case's id",
    "涉及单位": "Unit concerned",
    "统一社会信用代码": "Credit code",
}
"""Of each word by itself: `隐患总数·排查（条）` is read part by part."""


def read(said: str, language: Language) -> str:
    """What the notice does not say stays as it is: names of filers."""
    if language == "zh":
        return said
    if (period := _PERIOD.fullmatch(said)) is not None:
        return _period(*period.groups())
    if (day := _DAY.fullmatch(said)) is not None:
        return f"{day[3]} {MONTHS[int(day[2]) - 1]} {day[1]}"
    return f" {_BETWEEN} ".join(READINGS.get(part, part) for part in said.split(_BETWEEN))


def _period(number: str | None, closing: str | None, month: str | None, day: str | None) -> str:
    name = f"Period {number}" if closing is None else "Closing report"
    return name if month is None else f"{name} (until {day} {MONTHS[int(month) - 1]})"


@pass_context
def reading(context: Context, said: str) -> str:
    """`read` for templates."""
    return read(said, context["language"])
