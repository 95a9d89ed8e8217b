"""From what the data models find wrong to one refusal that a person can act on."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.events.judged import found_wrong
from shared.facts.naming import nameable
from shared.problems import Rejected

_IN_CHINESE = {
    "missing": "必填",
    "extra_forbidden": "没有这个字段",
    "literal_error": "不在允许的取值之内",
    "string_type": "应为文本",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "string_too_short": "不能为空",
    "string_too_long": "过长，最多 {max_length} 个字符",
    "string_pattern_mismatch": "格式不符",
    "too_short": "至少一项",
    "too_many_items": "最多 {items} 项",
    "greater_than_equal": "过小",
    "less_than_equal": "过大",
    "invalid_date": "不是有效日期",
    "fine_not_named": "kinds 未含 fine",
    "sum_of_fine": "罚款须写明 fine_fen，其他种类不写",
    "unseen_characters": "含有看不见的字符",
    "control_characters": "含有控制字符或改变文字方向的字符",
}


def refusal_for(error: ValidationError, whole: str = "data") -> Rejected:
    """The first thing found wrong, personal data before anything else. It repeats nothing that was sent.
    `whole`: what a value is called that is no field of anything."""
    details = found_wrong(error)
    personal = [detail for detail in details if detail["type"] == "personal_data"]
    if personal:
        return Rejected("personal_data", field=_field(personal[0], whole))
    first = details[0]
    in_chinese = _IN_CHINESE.get(first["type"], "不符合要求").format_map(first.get("ctx", {}))
    return Rejected("invalid_data", field=_field(first, whole), detail=f"{in_chinese} ({first['msg']})")


def _field(detail: ErrorDetails, whole: str) -> str:
    return ".".join(nameable(str(part)) for part in detail["loc"]) or whole
