"""Lines of the console's table that only notifications has: what goes out, and what it has told operators.
Pure."""

from datetime import datetime

from shared.operations.row import NO_EFFECT, Fault, Rank, Row
from shared.operations.words import Words

_LATE_SECONDS = 60.0

_KINDS = {
    "log": Words("日志停滞", "Log stands still"),
    "publisher": Words("发布方中断", "Publisher silent"),
    "template": Words("短信模板未报备", "Template not registered"),
    "budget": Words("短信预算将尽", "Text message budget"),
    "calendar": Words("放假安排未公布", "Working days not announced"),
    "shadow": Words("影子重算", "Shadow rebuild"),
    "channel": Words("渠道停发", "Channel halted"),
}
_FIRST = {
    "log": Words("用 paicha audit stopped 查明停在哪里。", "paicha audit stopped says where it stands."),
    "publisher": Words("请联系该系统的管理员。", "Ask whoever runs that system."),
    "template": Words(
        "请镇安委办完成报备并登记状态。", "The safety office registers it and enters its state."
    ),
    "budget": Words("请镇安委办决定是否追加。", "The safety office decides whether there is to be more."),
    "calendar": Words("请按 docs/development.md 更新日历。", "Bring the calendar up to date."),
    "shadow": Words("见 reporting 的“影子重算”一行。", "See reporting's line of the shadow rebuild."),
    "channel": Words(
        "先查明原因，再用 paicha reminders channels 恢复。",
        "Look why, then let it go on by paicha reminders.",
    ),
}
_COMMANDS = {
    "log": "paicha audit stopped",
    "template": "paicha reminders channels",
    "shadow": "paicha audit shadow",
    "channel": "paicha reminders channels",
}
_UNTOLD = Words("请查看该服务的日志。", "Look at the service's log.")


def sending_row(late_seconds: float) -> Row:
    what = Words("提醒发送", "Sending of reminders")
    if late_seconds <= _LATE_SECONDS:
        return Row("sending", what, Words("无积压", "Nothing late"))
    fault = Fault(
        Rank.BEHIND,
        "reminders_late",
        Words("到时的提醒没有发出。", "What is due does not go out."),
        NO_EFFECT,
        Words(
            "有提醒到时未发：先看渠道是否停发，再看 notifications 的日志。",
            "Reminders are late: see whether a channel is halted, then look at the service's log.",
        ),
        seconds=late_seconds,
        command="paicha reminders channels",
    )
    return Row("sending", what, Words("有提醒未按时发出", "Reminders are late"), fault=fault)


def trouble_row(subject: str, since: datetime) -> Row:
    """What operators were told already, and is not over."""
    kind, _, name = subject.partition("/")
    told = _KINDS.get(kind, Words(kind, kind))
    first = _FIRST.get(kind, _UNTOLD)
    fault = Fault(
        Rank.TO_KNOW,
        f"trouble_{kind}",
        Words("已告知运维人员，尚未解除。", "Operators were told; it is not over."),
        NO_EFFECT,
        Words(f"{told.zh}（{name}）：{first.zh}", f"{told.en} ({name}): {first.en}"),
        since=since,
        command=_COMMANDS.get(kind),
    )
    return Row(f"trouble {subject}", told, Words(name, name), fault=fault)
