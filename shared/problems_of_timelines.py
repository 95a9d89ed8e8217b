"""Refusals of timelines, and of what is shown beside them."""

from shared.problem import Problem

TIMELINES: dict[str, Problem] = {
    "too_many_beside": Problem(
        "与之相关的记录超过 {limit} 条，无法在此计算；可由镇安委办查询假如撤回（POST /reporting/what-if）。",
        "More than {limit} records hang together with it, too many to count here; the safety office can ask "
        "POST /reporting/what-if.",
    ),
    "timeline_too_long": Problem(
        "“{subject}”的记录超过 {limit} 条，无法在此逐条显示；请告知操作员，用 paicha audit export 导出查看。",
        "“{subject}” has more than {limit} events, too many to show here; read them from an archive "
        "(paicha audit export), and tell an operator.",
    ),
}
