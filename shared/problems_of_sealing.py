"""Refusals about sealed checkpoints and proofs."""

from shared.problem import Problem

SEALING: dict[str, Problem] = {
    "not_sealed": Problem(
        "“{what}”尚未封存；请等下一次封存（每小时一次），或由操作员运行 paicha audit seal 后再试。",
        "“{what}” is not sealed yet: ask again after the next hour, or once an operator ran "
        "`paicha audit seal`.",
        409,
    ),
    "log_not_as_sealed": Problem(
        "事件日志与封存的检查点不一致：{detail}请立即告知操作员与审计员。",
        "The log is not what was sealed: {detail} Tell an operator and an auditor at once.",
        409,
    ),
}
