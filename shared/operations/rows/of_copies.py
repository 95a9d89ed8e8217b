"""What is kept beside a log: sealed checkpoints, the archive, and what the last verification found."""

from dataclasses import dataclass

from shared.operations.row import NO_EFFECT, Fault, Rank, Row
from shared.operations.words import Words
from shared.verifying.run import Run


@dataclass(frozen=True, slots=True)
class SealSeen:
    service: str
    sealed: int | None
    """Events of the newest checkpoint; None where there is none."""
    refused: bool
    """The log is not what was sealed."""


def seal_row(seen: SealSeen) -> Row:
    what = Words("封存检查点", "Sealed checkpoints")
    if seen.sealed is None:
        return Row("seals", what, Words("尚无检查点", "None yet"))
    stands = Words(f"已封存到位置 {seen.sealed:,}", f"sealed up to position {seen.sealed:,}")
    if seen.refused:
        return Row("seals", what, stands, fault=_not_as_sealed(seen))
    return Row("seals", what, stands)


NO_ARCHIVE = Row("archive", Words("归档", "Archive"), Words("本部署没有归档", "This deployment has none"))


def archive_row(service: str, archived: int, failed: str) -> Row:
    """`archived`: by this process; 0 until its first run has ended."""
    what = Words("归档", "Archive")
    stands = Words("每小时归档一次", "Archived each hour")
    if archived:
        stands = Words(f"已归档到位置 {archived:,}", f"archived up to position {archived:,}")
    return Row("archive", what, stands, fault=_not_archived(service, failed) if failed else None)


def verification_row(service: str, run: Run | None) -> Row:
    what = Words("核验日志", "Verification of the log")
    if run is None:
        return Row("verification", what, Words("启动以来未核验", "None since the start"))
    if run.state == "running":
        return Row("verification", what, Words("正在核验", "Under way"))
    if run.state == "failed":
        return Row("verification", what, Words("未能完成", "Not finished"), fault=_not_finished(service))
    if run.findings:
        many = len(run.findings)
        stands = Words(f"发现 {many} 处问题", f"{many} findings")
        return Row("verification", what, stands, fault=_found(service, run))
    return Row("verification", what, Words("与记录时一致", "As it was recorded"))


def _page(service: str) -> str:
    return f"/{service}/pages/operations/verification"


def _not_as_sealed(seen: SealSeen) -> Fault:
    return Fault(
        Rank.WRONG,
        "seal_refused",
        Words("日志与已封存的内容不符。", "The log is not what was sealed."),
        Words("已封存之前的记录可能被改动，数字不可采信。", "What was recorded may have been altered."),
        Words(
            f"{seen.service} 的日志与封存的检查点不符：保留现场，先核验，再告知审计人员。",
            f"The log of {seen.service} is not what was sealed: keep everything as it is, verify, and tell "
            "an auditor.",
        ),
        command=f"paicha audit verify --service {seen.service}",
        address=_page(seen.service),
    )


def _not_archived(service: str, failed: str) -> Fault:
    return Fault(
        Rank.TO_KNOW,
        "not_archived",
        Words(f"上次归档失败：{failed}", f"The last run failed: {failed}"),
        NO_EFFECT,
        Words(
            f"{service} 的日志没有归档成功：按原因处理（多为磁盘已满），再点“立即归档”。",
            f"The log of {service} was not archived: mend what it says (often a full disk), then archive it.",
        ),
        address=_page(service),
    )


def _not_finished(service: str) -> Fault:
    return Fault(
        Rank.TO_KNOW,
        "verification_failed",
        Words("核验进程中途结束。", "The process that verifies ended half-way."),
        NO_EFFECT,
        Words(
            f"{service} 的核验没有完成：再核验一次；仍不成功请查看该服务的日志。",
            f"The verification of {service} did not finish: start it again, or look at the service's log.",
        ),
        address=_page(service),
    )


def _found(service: str, run: Run) -> Fault:
    first = run.findings[0]
    return Fault(
        Rank.WRONG,
        "verification_findings",
        Words(first.told, first.told),
        Words("问题所在的记录或副本不可采信。", "What is named there can't be relied on."),
        Words(
            f"{service} 核验发现 {len(run.findings)} 处问题：保留现场，逐条查看后告知审计人员。",
            f"Verifying {service} found {len(run.findings)} things wrong: keep everything as it is, look at "
            "each, and tell an auditor.",
        ),
        address=_page(service),
    )
