"""What stands in a list of each kind, read back cell by cell."""

from typing import Any

from tests.reporting.particulars.lists import list_of
from tests.reporting.particulars.told import USCC
from tests.reporting.running import RunningReporting

EARLY = "2024-12-05T00:00:00+08:00"
U1 = {
    "单位编号": "u1", "单位名称": "大厂", "类别": "小微企业", "分级": "红色", "属地村居": "东村",
    "行业主管科室": "甲科", "统一社会信用代码": USCC,
}  # fmt: skip
U2 = {
    "单位编号": "u2", "单位名称": "二厂", "类别": "九小场所", "分级": "未分级", "属地村居": "西村",
    "行业主管科室": "甲科", "统一社会信用代码": "",
}  # fmt: skip
TRACE = ("录入人", "录入单位", "录入时间", "日志位置")


def told_of(line: dict[str, Any]) -> dict[str, Any]:
    """Without its number and who recorded it."""
    return {heading: value for heading, value in line.items() if heading not in ("序号", *TRACE)}


async def test_units(reporting: RunningReporting) -> None:
    units = await list_of(reporting, "d-a/units")
    assert units.title == "甲科“基础工作·监管单位（家）”明细台账"
    assert units.subtitle == "大排查　附件3"
    assert [told_of(line) for line in units.lines] == [
        U1 | {"登记日期": "2024-06-01", "计数": 1},
        U2 | {"登记日期": "2024-06-01", "计数": 1},
    ]
    assert [line["序号"] for line in units.lines] == [1, 2]
    assert (units.total["序号"], units.total["计数"]) == ("合计", 2)
    assert [told_of(line) for line in (await list_of(reporting, "d-a/units_red")).lines] == [
        U1 | {"登记日期": "2024-06-01", "计数": 1}
    ]


async def test_inspected_units_with_every_visit(reporting: RunningReporting) -> None:
    inspected = await list_of(reporting, "d-a/inspected")
    assert [told_of(line) for line in inspected.lines] == [
        U1
        | {
            "检查次数": 2, "检查日期": "2024-11-20、2024-12-02", "检查单位": "甲科、乙科",
            "参加检查的领导": "领导（镇长）", "计数": 1,
        }
    ]  # fmt: skip
    (visit,) = (await list_of(reporting, "uncredited/inspected")).lines
    assert told_of(visit) == U2 | {
        "检查次数": 1, "检查日期": "2024-12-03", "检查单位": "第一工作组", "参加检查的领导": "", "计数": 1
    }  # fmt: skip


async def test_a_hazard(reporting: RunningReporting) -> None:
    (line,) = (await list_of(reporting, "d-a/hazards_closed")).lines
    assert told_of(line) == {
        "隐患编号": "h1", "单位名称": "大厂", "属地村居": "东村",
        "隐患描述": "=cmd|' /C calc'!A0", "部位": "二楼仓库", "严重程度": "重大",
        "排查日期": "2024-11-20", "排查单位": "甲科", "检查人员": "领导、干部", "整改期限": "2024-12-15",
        "销号日期": "2024-12-12", "销号单位": "乙科", "移送": "2024-12-02 甲科→区应急局",
        "挂牌督办": "2024-12-04 甲科（一级）", "计数": 1,
    }  # fmt: skip
    (sent,) = (await list_of(reporting, "v-w/referred_to_town", annex="annex-4")).lines
    assert (sent["隐患编号"], sent["单位名称"]) == ("h2", "二厂")
    assert (sent["严重程度"], sent["移送"]) == ("一般", "2024-12-03 西村→乙科")


async def test_penalties_and_cases(reporting: RunningReporting) -> None:
    penalised = await list_of(reporting, "d-a/penalised")
    of_penalties = ("处罚决定书文号", "处罚种类", "罚款（万元）", "决定日期")
    assert [tuple(line[each] for each in of_penalties) for line in penalised.lines] == [
        ("1", "罚款", 1.200001, "2024-12-11"),
        ("1", "责令停止作业", 0, "2024-12-12"),
    ]
    assert penalised.column("单位名称") == ["大厂", "二厂"]
    fines = await list_of(reporting, "d-a/fines")
    assert [told_of(line) for line in fines.lines] == [
        {
            "处罚决定书文号": "1", "处罚种类": "罚款", "决定日期": "2024-12-11", "处罚单位": "甲科",
            "被处罚单位": "大厂", "属地村居": "东村", "统一社会信用代码": USCC, "罚款（万元）": 1.200001,
        }
    ]  # fmt: skip
    assert fines.total["罚款（万元）"] == 1.200001
    (case,) = (await list_of(reporting, "total:distinct/cases_referred")).lines
    assert told_of(case) == {
        "案件编号": "c1", "移送日期": "2024-12-13", "移送单位": "甲科", "接收单位": "区应急局",
        "涉及单位": "", "属地村居": "", "计数": 1,
    }  # fmt: skip


async def test_each_line_says_who_recorded_what_made_it_count(reporting: RunningReporting) -> None:
    hazards = reporting.story.logs["hazards"]
    for cell, type_ in (
        ("d-a/hazards_found", "hazard.found"),
        ("d-a/hazards_closed", "hazard.closed"),
        ("d-a/supervised", "hazard.supervision_ordered"),
        ("d-a/inspected_by_leader", "inspection.completed"),
        ("d-a/cases_referred", "case.referred"),
    ):
        (line,) = (await list_of(reporting, cell)).lines
        log, _, position = line["日志位置"].partition(" ")
        assert (log, hazards[int(position) - 1].type) == ("hazards", type_), cell
        assert (line["录入人"], line["录入单位"]) == ("p", "镇安委办")


async def test_names_are_those_of_the_cut_off(reporting: RunningReporting) -> None:
    early = await list_of(reporting, "d-a/units", occurred_until=EARLY)
    assert early.column("单位名称") == ["=1+1", "二厂"]


async def test_what_looks_like_a_formula_stays_text(reporting: RunningReporting) -> None:
    early = await list_of(reporting, "d-a/hazards_found", occurred_until=EARLY)
    line = early.sheet[4]
    texts = {str(cell.value): cell for cell in line if str(cell.value).startswith("=")}
    assert set(texts) == {"=1+1", "=cmd|' /C calc'!A0"}
    for cell in texts.values():
        assert cell.data_type == "s"
        assert cell.quotePrefix


async def test_it_says_what_it_is_from(reporting: RunningReporting) -> None:
    form = await reporting.document("annex-3")
    units = await list_of(reporting, "d-a/units")
    at = "、".join(f"{log} {position}" for log, position in sorted(form["positions"].items()))
    assert units.notes[-1] == f"统计截至 2025-03-01 00:00:00；口径 1；日志位置 {at}"
    assert at in str(units.sheet.oddFooter.left.text)
    assert units.sheet.print_title_rows == "$3:$3"
    assert units.sheet.freeze_panes == "C4"
