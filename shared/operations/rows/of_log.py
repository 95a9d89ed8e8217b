"""The log of a service and its stream."""

from dataclasses import dataclass

from shared.operations.row import Fault, Rank, Row
from shared.operations.trend import Course, Trend
from shared.operations.words import Words
from shared.relay.compare import Verdict

_STREAM_BEHIND_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class LogSeen:
    service: str
    position: int
    stream_last: int | None
    """None where there is no stream."""
    verdict: Verdict | None
    """Of the last comparison; None while there is none that still holds."""
    writable: bool
    reason: str

    @property
    def behind(self) -> int:
        return max(0, self.position - (self.stream_last or 0))


_HALTED = {
    Verdict.AHEAD: Words(
        "消息流中有日志没有的事件：数据库恢复到了较早的备份。",
        "The stream holds events that the log lacks: the database was put back to an older backup.",
    ),
    Verdict.DIFFERENT: Words(
        "日志与消息流在同一位置上的事件不同。",
        "Log and stream hold different events at one position.",
    ),
}
_HEAL = {Verdict.AHEAD: "paicha audit heal", Verdict.DIFFERENT: "paicha audit heal --keep log"}


def log_row(seen: LogSeen) -> Row:
    what = Words(f"日志 {seen.service}", f"Log {seen.service}")
    at = Words(f"到位置 {seen.position:,}", f"up to position {seen.position:,}")
    if seen.verdict in _HALTED:
        return Row("log", what, _stands_still(at), fault=_halted(seen, seen.verdict))
    return Row("log", what, at, fault=None if seen.writable else _closed(seen))


def stream_row(seen: LogSeen, trend: Trend, lasting_seconds: float) -> Row:
    """`lasting_seconds`: for how long the stream has lacked something."""
    name = seen.service.upper()
    what = Words(f"转发至消息流 {name}", f"Relay to the stream {name}")
    if seen.stream_last is None:
        return Row("relay", what, Words("没有消息流", "No stream"), trend, _no_stream(seen))
    if not seen.behind:
        return Row("relay", what, Words("无积压", "Nothing pending"), trend)
    stands = Words(f"待转发 {seen.behind:,} 条", f"{seen.behind:,} to be relayed")
    late = lasting_seconds > _STREAM_BEHIND_SECONDS and trend.course is not Course.SHRINKING
    return Row("relay", what, stands, trend, _not_relayed(seen, lasting_seconds) if late else None)


def _stands_still(at: Words) -> Words:
    return Words(f"{at.zh}，已停止写入", f"{at.en}, writing has stopped")


def _effect(service: str) -> Words:
    if service == "reporting":
        return Words("暂时不能报送、审核；已有数字不变。", "Nothing can be signed or reviewed; figures stay.")
    return Words("新的事实不能登记，数字停在此刻。", "No fact can be recorded, figures stay as they are.")


def _halted(seen: LogSeen, verdict: Verdict) -> Fault:
    command = _HEAL[verdict]
    return Fault(
        Rank.HALTED,
        "log_halted",
        _HALTED[verdict],
        _effect(seen.service),
        Words(
            f"{seen.service} 的日志与消息流不一致，已停止写入：先核对，再运行 {command}。",
            f"Log and stream of {seen.service} disagree and writing has stopped: look, then run {command}.",
        ),
        command=command,
        address=f"/{seen.service}/pages/operations/verification",
    )


def _closed(seen: LogSeen) -> Fault:
    return Fault(
        Rank.HALTED,
        "log_closed",
        Words(f"暂不能写入（{seen.reason}）。", f"It can't be written for now ({seen.reason})."),
        _effect(seen.service),
        Words(
            f"{seen.service} 的日志暂不能写入：如持续一分钟以上，请检查数据库与消息总线是否在运行。",
            f"The log of {seen.service} can't be written: if that lasts, see whether database and bus run.",
        ),
        command="paicha up --data DATA",
    )


def _no_stream(seen: LogSeen) -> Fault:
    return Fault(
        Rank.BEHIND,
        "stream_gone",
        Words("消息流不存在或有缺，正在重建。", "The stream is gone or has holes; it is being made anew."),
        Words("补齐之前，其他服务看不到新登记的内容。", "Until then other services see nothing new."),
        Words(
            f"{seen.service.upper()} 消息流正在从日志补齐：通常无需处理，超过五分钟请查看 provision 的日志。",
            f"The stream {seen.service.upper()} is refilled from the log: nothing to do, unless it takes "
            "longer than five minutes; then look at the provisioner's log.",
        ),
        command="less DATA/logs/nats.log",
    )


def _not_relayed(seen: LogSeen, seconds: float) -> Fault:
    return Fault(
        Rank.BEHIND,
        "relay_behind",
        Words("消息总线没有接收日志的新事件。", "The bus does not take what the log has."),
        Words(f"报表数字少了最近 {seen.behind:,} 条登记。", f"Figures lack the last {seen.behind:,} events."),
        Words(
            f"{seen.service} 有 {seen.behind:,} 条待转发且未减少：请检查 NATS 是否正常。",
            f"{seen.behind:,} events of {seen.service} are not relayed, and do not get fewer: look at NATS.",
        ),
        seconds=seconds,
        command="less DATA/logs/nats.log",
    )
