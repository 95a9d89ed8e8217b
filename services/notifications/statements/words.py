"""How it stands with a reminder, in words for people. Pure."""

from services.notifications.reminders.row import Reminder
from services.notifications.reminders.states import State

_STATES = {
    State.PLANNED: "待发送",
    State.SENDING: "发送中",
    State.SENT: "已发送",
    State.DELIVERED: "已送达",
    State.FAILED: "发送失败",
    State.UNCERTAIN: "是否发出不明",
    State.CANCELLED: "未发送",
}
_REASONS = {
    "done": "已办结",
    "overtaken": "已被后续提醒取代或已过时",
    "another_recipient": "改由他人接收",
    "told_already": "同一职责的人员已收到",
    "muted": "已静音",
    "quiet": "夜间顺延",
    "rest_day": "休息日顺延",
    "enough_for_today": "当日条数已满",
    "halted": "通道已停用",
    "catching_up": "等待数据",
    "reporting_not_closed": "等待报送数据",
    "claimant_gone": "发送进程中断",
    "restored": "数据库恢复自备份",
}


def state_in_words(row: Reminder) -> str:
    if row.state is State.PLANNED and row.channel == "telephone":
        return "无可用联系方式，列入电话催报名单"
    reason = "" if row.reason is None else _REASONS.get(row.reason, row.reason)
    return f"{_STATES[row.state]}：{reason}" if reason else _STATES[row.state]
