"""The refusals of the operators' console: each says what to do."""

from shared.problem import Problem

OPERATING: dict[str, Problem] = {
    "reason_needed": Problem(
        "请填写原因（一行，不含电话或证件号码）；原因会与操作一并记录。",
        "Give a reason, one line without telephone or identity numbers: it is put on record with the act.",
    ),
    "selection_changed": Problem(
        "所选内容已有变化（原 {expected} 条，现 {found} 条），未执行；请重新查看后再操作。",
        "What was chosen has changed (it was {expected}, now {found}) and nothing was done: look again, "
        "then do it.",
        409,
    ),
    "waiting_ended": Problem(
        "操作员已终止等待：{reason}。请先登记所引用的对象，再重新发送。",
        "An operator ended its waiting: {reason}. Introduce what it refers to, then send it again.",
    ),
}
