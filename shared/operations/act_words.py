"""What was done and what came of it, in words. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.operations.words import Words

_ACTS = {
    "letters_retried": Words("重试死信", "Dead letters retried"),
    "letters_skipped": Words("跳过死信", "Dead letters skipped"),
    "letters_removed": Words("删除死信", "Dead letters removed"),
    "letter_looked_at": Words("查看死信内容", "Content of a dead letter looked at"),
    "waiting_retried": Words("重试待定的事实", "Waiting facts tried again"),
    "waiting_ended": Words("终止等待", "Waiting ended"),
    "waiting_looked_at": Words("查看待定事实的内容", "Content of a waiting fact looked at"),
    "event_looked_at": Words("查看事件内容", "Content of an event looked at"),
    "figures_looked_at": Words("查看数字", "Figures looked at"),
    "verification_begun": Words("开始核验日志", "Verification begun"),
    "log_sealed": Words("封存检查点", "Log sealed"),
    "archive_asked": Words("立即归档", "Archive brought up to date"),
    "log_healed": Words("修复日志", "Log healed"),
    "generation_compared": Words("比对数据代", "Generation compared"),
    "difference_signed": Words("签认差异", "Difference signed"),
    "generation_switched": Words("切换数据代", "Generation switched to"),
    "generation_rolled_back": Words("退回上一代", "Rolled back"),
    "generation_dropped": Words("删除数据代", "Generation dropped"),
}
_OUTCOMES = {
    "accepted": Words("已登记", "recorded"),
    "duplicate": Words("重复，不再登记", "duplicate"),
    "waiting": Words("转为待定", "waiting"),
    "skipped": Words("已跳过", "skipped"),
    "removed": Words("已删除", "removed"),
    "ended": Words("已终止等待", "waits no longer"),
    "not_here": Words("已不在等待", "did not wait any more"),
    "tried": Words("已列入重试", "to be tried again"),
    "positions": Words("位置", "positions"),
    "sealed": Words("封存到位置", "sealed up to position"),
    "healed": Words("从消息流补回", "taken over from the stream"),
    "verdict": Words("日志与消息流", "log and stream"),
    "equal": Words("一致", "equal"),
    "difference": Words("差异", "difference"),
    "from": Words("原数据代", "from"),
    "to": Words("现数据代", "to"),
}


def act_in_words(code: str) -> Words:
    return _ACTS.get(code, Words(code, code))


def outcome_in_words(outcome: Mapping[str, Any] | None) -> Words:
    if outcome is None:
        return Words("没有结果：仍在进行，或中途中断", "No outcome: under way, or interrupted")
    if "refused" in outcome:
        code = outcome["refused"]
        return Words(f"被拒绝，未执行（{code}）", f"Refused, nothing was done ({code})")
    parts = list(_parts(outcome))
    if not parts:
        return Words("已完成", "Done")
    return Words("，".join(each.zh for each in parts), ", ".join(each.en for each in parts))


def _parts(outcome: Mapping[str, Any]) -> Iterator[Words]:
    for name, value in outcome.items():
        words = _OUTCOMES.get(name, Words(name, name))
        if isinstance(value, bool):
            yield words if value else Words(f"不{words.zh}", f"not {words.en}")
            continue
        shown = "、".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
        yield Words(f"{words.zh} {shown}", f"{words.en} {shown}")
