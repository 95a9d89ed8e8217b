"""What the events of hazards, inspections, penalties and cases say, in words. Pure."""

from services.hazards.timeline.fields import (
    FINDINGS,
    HAZARD,
    INSPECTION,
    PARTS,
    REASON,
    REMARK,
    TO,
    UNIT,
    by,
)
from shared.timelines.sayings import FACT_VOIDED
from shared.timelines.words import Saying, coded, day, official, organisation, subject, text
from shared.wording import SEVERITIES, Both

_SEVERITY = coded("severity", "等级", "Severity", SEVERITIES)
_REGRADING = {
    "raised": Both("升级为重大", "raised to major"),
    "mitigated": Both("治理后降为一般", "mitigated to general"),
    "misjudged": Both("原判有误（更正）", "misjudged (correction)"),
}
_ANSWERS = {"accepted": Both("接收", "accepted"), "refused": Both("不予接收", "refused")}
_DONE_BY = by("办理单位", "By")
_LEVEL, _LEADER = text("level", "级别", "Level"), official("leader", "挂牌领导", "Leader")

_INSPECTIONS = {
    "inspection.completed": Saying(
        Both("督导检查", "Inspected"),
        (
            UNIT, by("检查单位", "By"), organisation("with", "参加单位", "Together with"),
            official("participants", "参加人员", "Taking part"), text("checklist", "检查表", "Checklist"),
            FINDINGS,
        ),
    ),
    "inspection.voided": Saying(Both("检查作废（更正）", "Inspection voided (correction)"), (REASON,)),
}  # fmt: skip

_HAZARDS = {
    "hazard.found": Saying(
        Both("发现隐患", "Hazard found"),
        (
            _SEVERITY, text("description", "情况", "Description"), text("location", "部位", "Location"), UNIT,
            by("发现单位", "Found by"), INSPECTION, text("item", "检查项", "Checklist item"),
        ),
    ),
    "hazard.planned": Saying(
        Both("制定整改方案（五落实）", "Rectification planned"),
        (
            day("deadline", "整改期限", "Deadline"), text("responsible", "责任人", "Responsible"),
            text("measures", "整改措施", "Measures"), text("funds", "资金", "Funds"),
            text("contingency", "应急预案", "Contingency plan"),
        ),
    ),
    "hazard.controls_imposed": Saying(
        Both("落实管控措施", "Interim controls imposed"), (text("controls", "管控措施", "Controls"),)
    ),
    "hazard.rectification_claimed": Saying(
        Both("申报已整改，待验收", "Rectification claimed, to be verified"), (by("申报单位", "By"), REMARK)
    ),
    "hazard.closed": Saying(Both("验收合格，销号", "Verified and closed"), (by("验收单位", "By"), REMARK)),
    "hazard.rectification_rejected": Saying(
        Both("验收不合格", "Rectification rejected"), (by("验收单位", "By"), REASON)
    ),
    "hazard.look_back_passed": Saying(Both("回头看合格", "Look-back passed"), (_DONE_BY, REMARK)),
    "hazard.look_back_failed": Saying(
        Both("回头看不合格，重新整改", "Look-back failed: open again"), (_DONE_BY, REMARK)
    ),
    "hazard.regraded": Saying(
        Both("调整等级", "Regraded"), (_SEVERITY, coded("reason", "原因", "Reason", _REGRADING))
    ),
    "hazard.referred": Saying(Both("移送", "Referred"), (by("移送单位", "By"), TO)),
    "hazard.referral_answered": Saying(
        Both("答复移送", "Referral answered"),
        (organisation("to", "接收单位", "Receiver"), coded("answer", "答复", "Answer", _ANSWERS), REMARK),
    ),
    "hazard.referral_withdrawn": Saying(
        Both("撤回移送（更正）", "Referral withdrawn (correction)"), (TO, REASON)
    ),
    "hazard.supervision_ordered": Saying(
        Both("纳入挂牌督办", "Put under listed supervision"), (_DONE_BY, _LEVEL, _LEADER)
    ),
    "hazard.supervision_lifted": Saying(Both("摘牌", "Supervision lifted"), (_DONE_BY, _LEVEL, _LEADER)),
    "hazard.voided": Saying(Both("作废（误报，更正）", "Voided (correction)"), (REASON,)),
    "hazard.merged": Saying(
        Both("并入另一隐患（更正）", "Merged into another hazard (correction)"),
        (subject("into", "并入", "Into", "hazard"),),
    ),
}  # fmt: skip

_PENALTIES = {
    "penalty.imposed": Saying(
        Both("作出处罚决定", "Penalty imposed"),
        (
            text("decision_no", "决定书文号", "Decision"), PARTS, UNIT, by("处罚单位", "By"), HAZARD,
        ),
    ),
    "penalty.revoked": Saying(Both("复议后撤销处罚", "Revoked on review"), (REASON,)),
    "penalty.voided": Saying(Both("处罚作废（更正）", "Penalty voided (correction)"), (REASON,)),
}  # fmt: skip

_CASES = {
    "case.referred": Saying(Both("移送案件", "Case referred"), (by("移送单位", "By"), TO, UNIT)),
    "case.withdrawn": Saying(Both("撤回案件移送（更正）", "Case withdrawn (correction)"), (REASON,)),
}

SAYINGS: dict[str, Saying] = {
    **_INSPECTIONS,
    **_HAZARDS,
    **_PENALTIES,
    **_CASES,
    "fact.voided": FACT_VOIDED,
}
"""By type. The subject itself is not spoken of: it is whose timeline it is."""
