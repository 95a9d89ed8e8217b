"""Why a service does not start on its log: it is not the one that was sealed. For whoever looks at it."""

EXIT_CODE = 65
"""Of a process that refuses its log; sysexits calls it EX_DATAERR."""


class LogRefused(Exception):
    """`code`: log_rewritten, log_shorter, log_incomplete, another_log, checkpoint_forged, or
    checkpoint_missing."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {zh} {en}")
        self.code, self.zh, self.en = code, zh, en


def rewritten(log: str, size: int, note: str) -> LogRefused:
    return LogRefused(
        "log_rewritten",
        f"日志 {log} 的前 {size} 条与封存的检查点（{note}）不一致：数据库被改写过。请勿写入；保存现状，"
        "核对备份，恢复未被改写的数据库。",
        f"The first {size} events of {log} are not those that were sealed ({note}): the database was "
        "rewritten. Nothing is written. Keep it as it is, and restore a database that was not.",
    )


def incomplete(log: str, position: int, missing: str) -> LogRefused:
    return LogRefused(
        "log_incomplete",
        f"日志 {log} 的前 {position} 条中有缺失（{missing}）：数据库损坏或被改动。请保存现状，核对备份。",
        f"Events are missing among the first {position} of {log} ({missing}): the database is damaged, or "
        "was changed. Keep it as it is, and look at the backups.",
    )


def gone(log: str, note: str) -> LogRefused:
    return LogRefused(
        "checkpoint_missing",
        f"日志 {log} 封存过的检查点（{note}）已不在目录中，不会重新封存。请查明原因，从备份或第三方处"
        "找回该文件；有新数据后会继续封存。",
        f"{note} of {log} was sealed, and is not kept any more; it is not sealed anew. Find out why, and "
        "bring it back from a backup or from who was given it. Sealing goes on with the next event.",
    )


def shorter(log: str, position: int, size: int, note: str) -> LogRefused:
    return LogRefused(
        "log_shorter",
        f"日志 {log} 只有 {position} 条，而封存的检查点（{note}）有 {size} 条。若刚恢复了备份，请运行 "
        f"paicha audit restored --service {log} --reason 原因，再启动并运行 paicha audit heal。",
        f"{log} holds {position} events, and {size} were sealed ({note}). After restoring a backup run "
        f"`paicha audit restored --service {log} --reason …`, start, and run `paicha audit heal`.",
    )


def another(log: str, origin: str, note: str) -> LogRefused:
    return LogRefused(
        "another_log",
        f"封存的检查点（{note}）属于另一个日志 {origin}，不是本数据库的 {log}。请核对数据库与封存目录是否"
        "属于同一部署；如确需从新日志开始，请把封存目录移走并妥善保存。",
        f"What was sealed ({note}) is of the log {origin}, not of this database's {log}. See that database "
        "and folder are of one deployment; to begin with a new log, move the folder away and keep it.",
    )


def forged(log: str, note: str, why: str) -> LogRefused:
    return LogRefused(
        "checkpoint_forged",
        f"日志 {log} 的检查点文件 {note} 不是由本部署的密钥签名（{why}）。请查明来源，保存该文件并移出目录。",
        f"{note} of {log} was not sealed by a key of this deployment ({why}). Find out where it came from, "
        "keep it, and move it out of the folder.",
    )
