"""The refusals of reminders and of whom they reach: each says what to do."""

from shared.problem import Problem

REMINDING: dict[str, Problem] = {
    # contacts
    "too_many_contacts": Problem(
        "“{kind}”类联系方式已达上限 {most} 条，请先删除不再使用的。",
        "There are {most} contacts of kind “{kind}” already; erase what is not used any more first.",
        409,
    ),
    # rehearsal
    "policy_invalid": Problem(
        "提醒方案有误，位置“{place}”：{detail}。",
        "The policy of reminders is wrong at “{place}”: {detail}.",
    ),
    "rehearsal_too_large": Problem(
        "未办结隐患超过 {most} 条，无法预演，请缩短时间跨度。",
        "More than {most} hazards were unsettled then; rehearse a shorter span.",
    ),
}
