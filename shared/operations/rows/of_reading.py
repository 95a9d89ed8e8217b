"""What a service reads of other logs, and what it keeps of them."""

from collections.abc import Sequence

from shared.follower.lag import Following, Lag
from shared.operations.row import Fault, Rank, Row
from shared.operations.trend import Course, Trend
from shared.operations.words import Words
from shared.read_model.stopped import Stopped

_LATE_SECONDS = 10.0


FIGURES_LATE = Words("报表数字少了最近 {events} 条登记。", "Figures lack the last {events} events.")
NAMES_LATE = Words(
    "提到新登记单位的事实先等待，暂未计入。",
    "Facts that name what was just registered wait, and are not counted yet.",
)
REMINDERS_LATE = Words("提醒可能晚发；报表数字不受影响。", "Reminders may be late; figures are not touched.")
LISTS_LATE = Words(
    "单位名录少了最近的登记；报表数字不受影响。", "The directory is behind; figures are not touched."
)
"""What it means for figures when a reader is late or stands still."""


def reader_row(service: str, log: str, lag: Lag, trend: Trend, effect: Words) -> Row:
    """`service` follows `log`."""
    what = Words(f"{service} 读取 {log}", f"{service} reads {log}")
    name = f"reader {log}"
    if lag.state in (Following.STOPPED, Following.FAILING):
        stands = Words("停在原处", "Stands still")
        return Row(name, what, stands, trend, _not_reading(service, log, lag, effect))
    if not lag.positions and lag.seconds <= _LATE_SECONDS:
        return Row(name, what, Words("无积压", "Nothing pending"), trend)
    stands = _stands(lag)
    late = lag.seconds > _LATE_SECONDS and trend.course is not Course.SHRINKING
    return Row(name, what, stands, trend, _late(service, log, lag, effect) if late else None)


def read_model_row(service: str, model: str, behind: str | None, stopped: Sequence[Stopped]) -> Row:
    """`behind`: what is said while it is folded anew."""
    what = Words(f"读模型 {model}", f"Read model {model}")
    if stopped:
        stands = Words("停在一个事件之前", "Stands before an event")
        return Row("read model", what, stands, fault=_stopped(service, stopped[0]))
    if behind is not None:
        return Row("read model", what, Words("正在重建", "Is folded anew"), fault=_folding(service, behind))
    return Row("read model", what, Words("完整", "Whole"))


def _stands(lag: Lag) -> Words:
    if not lag.positions:
        return Words("消息总线没有应答", "The bus does not answer")
    return Words(f"落后 {lag.positions:,} 条", f"{lag.positions:,} behind")


def _told(words: Words, events: int) -> Words:
    return Words(*(each.format(events=f"{events:,}") for each in words))


def _late(service: str, log: str, lag: Lag, effect: Words) -> Fault:
    return Fault(
        Rank.BEHIND,
        "reader_behind",
        Words("处理跟不上，或消息总线没有应答。", "It does not keep up, or the bus does not answer."),
        _told(effect, lag.positions),
        Words(
            f"{service} 读取 {log} 落后 {lag.positions:,} 条且未减少：请检查该服务和数据库是否繁忙。",
            f"{service} is {lag.positions:,} events behind on {log}, and does not catch up: see whether the "
            "service or the database is busy.",
        ),
        seconds=lag.seconds,
        command=f"less DATA/logs/{service}.log",
    )


def _not_reading(service: str, log: str, lag: Lag, effect: Words) -> Fault:
    return Fault(
        Rank.STOPPED,
        "reader_stopped",
        Words("某个事件未能处理，或读到的是另一份日志。", "An event fails, or the log is another one."),
        _told(effect, lag.positions),
        Words(
            f"{service} 停止读取 {log}：用 paicha audit stopped 查明是哪个事件及原因。",
            f"{service} does not read {log} any more: paicha audit stopped says which event, and why.",
        ),
        seconds=lag.seconds,
        command="paicha audit stopped",
    )


def _stopped(service: str, stopped: Stopped) -> Fault:
    where = f"{stopped.log} {stopped.position}"
    return Fault(
        Rank.STOPPED,
        "read_model_stopped",
        Words(
            f"{where}（{stopped.type}）未能计入：{stopped.why}",
            f"{where} ({stopped.type}) can't be applied: {stopped.why}",
        ),
        Words(
            f"停在 {stopped.log} {stopped.stands_at}；此后登记的都未计入。",
            f"As of {stopped.log} {stopped.stands_at}; what was recorded since is missing.",
        ),
        Words(
            f"{service} 停在 {where}：启动能处理该事件的版本，会自动继续；不能跳过。",
            f"{service} stands before {where}: start a release that can apply it, and it goes on by itself; "
            "nothing skips it.",
        ),
        since=stopped.since_moment,
        command="paicha audit stopped",
        address=f"/{stopped.log}/pages/operations/events/{stopped.position}",
    )


def _folding(service: str, behind: str) -> Fault:
    return Fault(
        Rank.STOPPED,
        "folded_anew",
        Words(f"启动了新版本，正在重新汇总（{behind}）。", f"Another release was started: it {behind}."),
        Words("完成之前不提供数字。", "Until then no figures are answered."),
        Words(
            f"{service} 正在按新版本重新汇总：等待完成即可，无需处理。",
            f"{service} is folding anew for its version: wait, there is nothing to do.",
        ),
    )
