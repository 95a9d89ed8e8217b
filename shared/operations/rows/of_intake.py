"""Facts on their way in: what was not taken in yet, what waits, and what could not be handled."""

from shared.operations.row import Fault, Rank, Row
from shared.operations.trend import Course, Trend
from shared.operations.words import Words

_LONG_SECONDS = 3600.0


def pending_row(service: str, pending: int | None, trend: Trend) -> Row:
    """`pending`: of the stream INTAKE; None while nobody knows."""
    what = Words("接收 INTAKE", "Intake from INTAKE")
    if pending is None:
        return Row("intake", what, Words("消息总线没有应答", "The bus does not answer"), trend)
    if not pending:
        return Row("intake", what, Words("无积压", "Nothing pending"), trend)
    stands = Words(f"待接收 {pending:,} 条", f"{pending:,} pending")
    stuck = trend.course in (Course.GROWING, Course.LEVEL)
    return Row("intake", what, stands, trend, _stuck(service, pending) if stuck else None)


def letters_row(service: str, many: int, oldest_seconds: float | None) -> Row:
    what = Words("死信", "Dead letters")
    if not many:
        return Row("dead letters", what, Words("没有", "None"))
    stands = Words(f"{many:,} 条未处理", f"{many:,} not decided on")
    fault = Fault(
        Rank.TO_DECIDE,
        "dead_letters",
        Words("发布方发来的内容无法识别或无权发送。", "What was sent is no fact, or may not be sent."),
        Words("这些内容未计入任何数字。", "They are in no figure."),
        Words(
            f"{service} 有 {many:,} 条死信未处理：查看原因，改正后重试，或注明原因跳过。",
            f"{many:,} dead letters of {service} wait: see why, then retry them, or skip them with a reason.",
        ),
        seconds=oldest_seconds,
        address=f"/{service}/pages/operations/letters",
    )
    return Row("dead letters", what, stands, fault=fault)


def waiting_row(service: str, many: int, oldest_seconds: float | None) -> Row:
    """A fact that came before what it names is nothing to worry about, for an hour."""
    what = Words("待定的事实", "Waiting facts")
    if not many:
        return Row("waiting", what, Words("没有", "None"))
    stands = Words(f"{many:,} 条待核实", f"{many:,} wait")
    long = oldest_seconds is not None and oldest_seconds > _LONG_SECONDS
    return Row("waiting", what, stands, fault=_waiting(service, many, oldest_seconds) if long else None)


def _waiting(service: str, many: int, oldest_seconds: float | None) -> Fault:
    return Fault(
        Rank.TO_DECIDE,
        "facts_wait",
        Words("所引用的单位、隐患等尚未登记。", "What they name has not been introduced."),
        Words(
            f"还有{many:,}条数据待核实，本次未计入。", f"{many:,} facts are still to come and not counted."
        ),
        Words(
            f"{service} 有 {many:,} 条事实等待超过一小时：按原因查看，请填报单位先登记所引用的对象。",
            f"{many:,} facts of {service} have waited for more than an hour: see for what, and ask for it to "
            "be introduced.",
        ),
        seconds=oldest_seconds,
        address=f"/{service}/pages/operations/waiting",
    )


def _stuck(service: str, pending: int) -> Fault:
    return Fault(
        Rank.BEHIND,
        "intake_pending",
        Words("接收跟不上，或日志已停止写入。", "Intake does not keep up, or the log is halted."),
        Words(f"有 {pending:,} 条事实尚未登记。", f"{pending:,} facts are not recorded yet."),
        Words(
            f"{service} 有 {pending:,} 条待接收且未减少：先看日志能否写入，再看该服务的日志。",
            f"{pending:,} facts of {service} are not taken in, and do not get fewer: see whether its log can "
            "be written, then look at what the service says.",
        ),
        command=f"less DATA/logs/{service}.log",
    )
