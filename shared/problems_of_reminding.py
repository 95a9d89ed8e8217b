"""The refusals of reminders and of whom they reach: each says what to do."""

from shared.problem import Problem

REMINDING: dict[str, Problem] = {
    # contacts
    "too_many_contacts": Problem(
        "“{kind}”类联系方式已达上限 {most} 条，请先删除不再使用的。",
        "There are {most} contacts of kind “{kind}” already; erase what is not used any more first.",
        409,
    ),
}
