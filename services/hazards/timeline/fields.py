"""Fields that the sayings of several kinds share. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.events.hazards import SELF_REPORT
from shared.money import wan_yuan
from shared.timelines.words import Field, Names, organisation, subject, text
from shared.wording import PENALTY_KINDS, Both, same

UNIT = subject("unit_id", "单位", "Unit", "unit")
HAZARD = subject("hazard_id", "隐患", "Hazard", "hazard")
INSPECTION = subject("inspection_id", "检查", "Inspection", "inspection")
TO = organisation("to", "移送至", "To")
REASON = text("reason", "原因", "Reason")
REMARK = text("remark", "备注", "Remark")
_PASSED = {True: Both("符合", "passed"), False: Both("不符合", "failed")}
_ITSELF = Both("单位自身", "the unit itself")


def by(zh: str, en: str) -> Field:
    """An organisation, or the unit itself."""

    def says(value: Any, names: Names) -> Both:
        return _ITSELF if value == SELF_REPORT else same(names.get(("organisation", value), value))

    return Field("by", Both(zh, en), says, "organisation")


def _findings(value: Sequence[Mapping[str, Any]], _: Names) -> Both:
    zh, en = [], []
    for each in value:
        remark = each.get("remark")
        said = _PASSED[each["passed"]]
        zh.append(f"{each['item']} {said.zh}" + (f"（{remark}）" if remark else ""))
        en.append(f"{each['item']} {said.en}" + (f" ({remark})" if remark else ""))
    return Both("；".join(zh), "; ".join(en))


FINDINGS = Field("findings", Both("检查结果", "Findings"), _findings)


def parts_in_words(value: Sequence[Mapping[str, Any]]) -> Both:
    """罚款1.2000万元、其他（警告）."""
    zh, en = [], []
    for each in value:
        kind, named = PENALTY_KINDS[each["kind"]], each.get("named")
        fine = each.get("fine_fen")
        sum_ = Both("", "") if fine is None else Both(f"{wan_yuan(fine)}万元", f" {wan_yuan(fine)} 万元")
        zh.append(kind.zh + sum_.zh + (f"（{named}）" if named else ""))
        en.append(kind.en + sum_.en + (f" ({named})" if named else ""))
    return Both("、".join(zh), ", ".join(en))


PARTS = Field("parts", Both("处罚种类", "Kinds"), lambda value, _: parts_in_words(value))
