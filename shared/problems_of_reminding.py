"""The refusals of reminders and of whom they reach: each says what to do."""

from shared.problem import Problem

REMINDING: dict[str, Problem] = {
    # contacts
    "too_many_contacts": Problem(
        "“{kind}”类联系方式已达上限 {most} 条，请先删除不再使用的。",
        "There are {most} contacts of kind “{kind}” already; erase what is not used any more first.",
        409,
    ),
    # one reminder
    "reminder_on_its_way": Problem(
        "该提醒尚未发出或正在发送（{state}），无需重发；请稍后再看。",
        "That reminder is still to go or on its way ({state}): there is nothing to send again; look later.",
        409,
    ),
    "reminder_cancelled": Problem(
        "该提醒已取消，不再发送；仍需通知的，请电话联系并登记。",
        "That reminder was cancelled and is not sent any more; ring instead, and note it.",
        409,
    ),
    "reminder_not_owed": Problem(
        "该提醒所指事项已办结或对象已变更，无需再发；请查看最新情况。",
        "What that reminder is about is done, or is another's by now; look how it stands.",
        409,
    ),
    "reminder_overtaken": Problem(
        "该提醒已过时，后续提醒将代替它；请查看后续提醒。",
        "That reminder is overtaken: a later one takes its place; look at that one.",
        409,
    ),
    # muting
    "never_muted": Problem(
        "“{what}”类提醒不能静音；如不需处理，请先办结所指事项。",
        "Reminders of “{what}” are never muted; do what they ask for, and they end.",
        409,
    ),
    "muted_with_reason": Problem(
        "为全镇静音须写明原因和截止时间，最长 {days} 天。",
        "What is muted for everybody needs a reason and an end, in {days} days at most.",
    ),
    "no_own_contact": Problem(
        "没有登记为您本人账号的联系方式，请先在通讯录中填写账号。",
        "No contact names this account as its own; enter the account at your contact first.",
        409,
    ),
    "too_many_mutes": Problem(
        "静音已达上限 {most} 项，请先取消不再需要的。",
        "There are {most} mutes already; take back what is not needed any more first.",
        409,
    ),
    # telephone and groups
    "nothing_to_ring": Problem(
        "“{what}”目前没有需要电话通知的对象；逾期的报表请在截止后登记。",
        "Nobody has to be rung about “{what}” now; of a form, note it once its deadline has passed.",
        409,
    ),
    "reporting_not_known": Problem(
        "报送数据尚未读取到最新，暂不能说明未报数量，请稍后再试。",
        "What was reported is not read to its end yet: how many are missing can't be said; try again soon.",
        503,
    ),
    "robot_later": Problem(
        "该群发送过于频繁，请在 {seconds} 秒后再试。",
        "That group was told too often; try again in {seconds} seconds.",
        429,
    ),
    # channels
    "channel_halted": Problem(
        "渠道“{channel}”已停用，请联系运维人员查明后恢复。",
        "The channel “{channel}” is halted; have an operator look why, and resume it.",
        409,
    ),
    "channel_not_halted": Problem(
        "渠道“{channel}”未停用，无需恢复。", "The channel “{channel}” is not halted; nothing to resume.", 409
    ),
    "nothing_to_preview": Problem(
        "“{subject}”没有使用模板“{template}”的提醒，请换一个事项。",
        "Nothing about “{subject}” would be said by the template “{template}”; choose another subject.",
        404,
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
