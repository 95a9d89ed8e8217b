"""How a reminder stands and why, in both languages. Pure."""

from typing import TypeAlias

from services.notifications.reminders.states import State

Words: TypeAlias = tuple[str, str]
"""Chinese and English."""

STATES: dict[State, Words] = {
    State.PLANNED: ("待发送", "Planned"),
    State.SENDING: ("发送中", "Being sent"),
    State.SENT: ("已发送", "Sent"),
    State.DELIVERED: ("已送达", "Delivered"),
    State.FAILED: ("发送失败", "Failed"),
    State.UNCERTAIN: ("是否发出不明", "Uncertain whether it went out"),
    State.CANCELLED: ("未发送", "Not sent"),
}
REASONS: dict[str, Words] = {
    "done": ("已办结", "done already"),
    "overtaken": ("已被后续提醒取代或已过时", "overtaken by a later one"),
    "another_recipient": ("改由他人接收", "told to somebody else"),
    "told_already": ("同一职责的人员已收到", "colleagues of the same duty were told"),
    "muted": ("已静音", "muted"),
    "acknowledged": ("已确认收到，不再重复", "acknowledged, so not repeated"),
    "by_hand": ("已由镇安委办或运维取消", "cancelled by hand"),
    "quiet": ("夜间顺延", "put off by the quiet hours"),
    "rest_day": ("休息日顺延", "put off by a rest day"),
    "enough_for_today": ("当日条数已满", "enough for that day"),
    "halted": ("通道已停用", "the channel is halted"),
    "catching_up": ("等待数据", "waiting for data"),
    "reporting_not_closed": ("等待报送数据", "waiting for what was reported"),
    "claimant_gone": ("发送进程中断", "the sending process died"),
    "restored": ("数据库恢复自备份", "the database was restored from a backup"),
}
ON_CALL_LIST: Words = ("无可用联系方式，列入电话催报名单", "No working contact: on the call list")


def standing(state: State, reason: str | None, channel: str) -> Words:
    """What a provider says stands as it said it."""
    if state is State.PLANNED and channel == "telephone":
        return ON_CALL_LIST
    zh, en = STATES[state]
    if reason is None:
        return zh, en
    why_zh, why_en = REASONS.get(reason, (reason, reason))
    return f"{zh}：{why_zh}", f"{en}: {why_en}"
