"""Why a cell moved, in the words of the terminal."""

CAUSES = {
    "taken_back": "撤回 taken back",
    "merged": "合并 merged",
    "correction": "更正 correction",
    "back_dated": "补录 back-dated",
    "reassigned": "调整归属 reassigned",
    "regraded": "调整等级 re-graded",
    "change": "情况变化 change",
    "new_activity": "新增工作 new activity",
    "cut_off": "统计时点 cut-off",
    "policy": "口径 policy",
    "interaction": "时点与口径共同 interaction",
}
