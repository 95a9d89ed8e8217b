"""The refusals of reminders and of whom they reach: each says what to do."""

from shared.problem import Problem

REMINDING: dict[str, Problem] = {
    # contacts
    "too_many_contacts": Problem(
        "“{kind}”类联系方式已达上限 {most} 条，请先删除不再使用的。",
        "There are {most} contacts of kind “{kind}” already; erase what is not used any more first.",
        409,
    ),
    # acknowledging
    "urgent_not_acknowledged": Problem(
        "紧急提醒不需要也不能确认收到，请直接处置。",
        "What is urgent is not acknowledged; act on it instead.",
        409,
    ),
    "not_sent_yet": Problem(
        "该提醒尚未发出，或已取消，不能确认收到。",
        "The reminder was not sent, or was cancelled; it can't be acknowledged.",
        409,
    ),
}
