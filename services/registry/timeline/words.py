"""What the events of a unit say, in words. Pure."""

from shared.timelines.sayings import FACT_VOIDED
from shared.timelines.words import Field, Saying, coded, organisation, subject, text
from shared.wording import GRADES, UNIT_KINDS, Both

_VILLAGE = organisation("village", "属地村居", "Village")
_DEPARTMENT = organisation("department", "行业主管科室", "Department")
_DESCRIBED = (
    text("name", "名称", "Name"),
    coded("kind", "类别", "Kind", UNIT_KINDS),
    text("uscc", "统一社会信用代码", "Credit code"),
    text("address", "地址", "Address"),
)
_GRADE = coded("grade", "分级", "Grade", GRADES)
_REASON = text("reason", "原因", "Reason")
_WITHOUT = Field(
    "without_department", Both("行业主管科室", "Department"), lambda _, __: Both("无", "none")
)  # fmt: skip

SAYINGS: dict[str, Saying] = {
    "unit.registered": Saying(
        Both("登记监管单位", "Unit registered"), (*_DESCRIBED, _VILLAGE, _DEPARTMENT, _GRADE)
    ),
    "unit.described": Saying(Both("更改单位信息", "Description changed"), _DESCRIBED),
    "unit.graded": Saying(Both("分级", "Graded"), (_GRADE,)),
    "unit.reassigned": Saying(
        Both("改派属地或主管科室", "Reassigned"), (_VILLAGE, _DEPARTMENT, _WITHOUT)
    ),
    "unit.closed_down": Saying(Both("停业", "Closed down"), (_REASON,)),
    "unit.reopened": Saying(Both("恢复营业", "Reopened"), (_REASON,)),
    "unit.merged": Saying(
        Both("并入另一单位（更正）", "Merged into another unit (correction)"),
        (subject("into", "并入", "Into", "unit"),),
    ),
    "unit.voided": Saying(Both("作废（更正）", "Voided (correction)"), (_REASON,)),
    "fact.voided": FACT_VOIDED,
}  # fmt: skip
"""By type. The unit itself is not spoken of: it is whose timeline it is."""
