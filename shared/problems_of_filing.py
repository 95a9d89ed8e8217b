"""The refusals of signing and reviewing: each names the rule that it is about, and says what to do."""

from shared.problem import Problem

FILING: dict[str, Problem] = {
    "not_a_person": Problem(
        "报送须由本人账号办理，当前账号没有姓名；请用本人账号登录。",
        "A report is signed by a person, and this account names none; sign in with an account of your own.",
        403,
    ),
    "telephone_not_shown": Problem(
        "联系电话只供镇安委办和本单位人员打印，且须用本人账号登录；请换用本人账号，或去掉参数 telephone。",
        "A telephone number is printed by the safety office and by persons of the filer, each with an "
        "account of their own; sign in with such an account, or leave out `telephone`.",
        403,
    ),
    "not_your_report": Problem(
        "您不能为其他单位报送。", "You can't sign or withdraw for another organisation.", 403
    ),
    "on_behalf_needed": Problem(
        "镇安委办代报须写明原因和委托人（on_behalf）。",
        "The safety office signs for a filer with a reason and who asked for it (on_behalf).",
    ),
    "nothing_to_report": Problem(
        "“{filer}”不在本次行动的填报单位名单中，也没有可报的数据。",
        "“{filer}” is not listed in the campaign and has nothing to report.",
        404,
    ),
    "period_not_open": Problem(
        "{period}尚未开放，{time} 起可以报送。", "{period} is not open yet; it opens at {time}.", 409
    ),
    "already_signed": Problem(
        "本期已由{name}于 {time} 报送，回执号 {number}；如需修改，请先撤回。",
        "Signed already by {name} at {time} under {number}; withdraw that first to change it.",
        409,
    ),
    "figures_changed": Problem(
        "数据已有变化，请重新生成后核对报送。",
        "The figures are not those on the screen any more; prepare the report again and check it.",
        409,
    ),
    "figures_stale": Problem(
        "日志“{log}”自 {since} 起的记录未能计入，数字停在位置 {position}，现在不能报送；"
        "请等操作员修复后重新生成并核对。",
        "The figures stand still at position {position}: what the log “{log}” recorded from {since} on could "
        "not be counted, so nothing is signed. Once an operator has had it mended, prepare the report again.",
        409,
    ),
    "report_outdated": Problem(
        "此报表不是最新生成的，可能遗漏了已录入的数据；请重新生成后核对报送。",
        "The report was prepared too long ago, or of less than was recorded; prepare it again.",
        409,
    ),
    "does_not_fit": Problem(
        "“{row}”一行写不进一个二维码，报表无法打印；请操作员缩短填报单位名称或 PAICHA_PUBLIC_URL。",
        "The row “{row}” does not fit one QR code, so that it could never be printed; an operator shortens "
        "the filer's name or PAICHA_PUBLIC_URL.",
        409,
    ),
    "cutoff_not_allowed": Problem(
        "本次报送的数据截至时刻应为 {cutoff}，请重新生成后核对报送。",
        "The cut-off of this report has to be {cutoff}; prepare it again and check it.",
    ),
    "open_error": Problem(
        "存在错误，暂不能报送，请先核实：{detail}。",
        "There is an open error, so it can't be signed yet; put it right first: {detail}.",
    ),
    "fall_needs_reason": Problem(
        "累计数比上次报送减少，请说明原因：{columns}。",
        "Cumulative figures are below those last signed; give a reason for each: {columns}.",
    ),
    "unchanged_needs_tick": Problem(
        "数据与上次报送完全相同，请勾选“本期无变化”。",
        "The figures equal those last signed; tick “unchanged”.",
    ),
    "late_needs_reason": Problem(
        "{period}已过报送时限，请选择逾期原因；选“其他”须写明。",
        "{period} is past its deadline; choose a reason, and write it out where it is “other”.",
    ),
    "not_standing": Problem(
        "报送件 {number} 已不是现行报送（已撤回、退回或更正）。",
        "Submission {number} does not stand any more: it was withdrawn, returned or corrected.",
        409,
    ),
    "already_accepted": Problem(
        "报送件 {number} 已审核通过；需要修改时，请镇安委办退回。",
        "Submission {number} was accepted already; the safety office can return it.",
        409,
    ),
    "accept_one_by_one": Problem(
        "报送件 {number} 带有提示，请单独审核。",
        "Submission {number} was signed with warnings; accept it by itself.",
    ),
    "correct_by_returning": Problem(
        "报送件 {number} 尚未审核通过，请撤回或由镇安委办退回后重报，不必更正。",
        "Submission {number} is not accepted yet: withdraw it or have it returned, and sign anew.",
        409,
    ),
    "correction_needs_reason": Problem(
        "更正报须写明更正原因。", "A correction needs a reason (correction_reason)."
    ),
    "not_in_submission": Problem(
        "报送件 {number} 只有“{filer}”一行，没有其他单位，也没有合计；请改按统计时点、日志位置和口径查询。",
        "Submission {number} has the row of “{filer}” alone, no other and no totals; name the report by its "
        "cut-off, positions and policy to ask for those.",
    ),
    "policy_not_as_signed": Problem(
        "报送件 {number} 按口径 {policy} 签报，现在的程序中该口径已不相同，不能重新计算；"
        "签报时的数字见报送件本身。",
        "Submission {number} was signed under policy {policy}, which this release counts otherwise; the "
        "figures as signed stand in the submission itself.",
        409,
    ),
    "signed_over_another_log": Problem(
        "报送件 {number} 依据的日志“{log}”不是现在的日志，不能按原位置重新计算；"
        "签报时的数字见报送件本身，请操作员核验。",
        "Submission {number} was signed over another log “{log}” than there is now; the figures as signed "
        "stand in the submission itself, and an operator should verify it.",
        409,
    ),
    "log_damaged": Problem(
        "报送日志第 {position} 条记录的内容已被改动，无法读取；请操作员从备份恢复后运行 paicha audit heal。",
        "The event at position {position} of the log “reporting” was changed and can't be read; an operator "
        "restores it from a backup and runs `paicha audit heal`.",
        503,
    ),
    "extension_too_early": Problem(
        "延期应晚于报送时限和当前时刻（{earliest}）。",
        "An extension has to end after the deadline and after now ({earliest}).",
    ),
    "period_closed": Problem(
        "{period}已关闭，请在{next}一并报送。",
        "{period} is closed: {next} was consolidated and covers what was not reported; report it there.",
        409,
    ),
    "same_person": Problem(
        "审核人与报送人不能是同一人（{number}），请由另一人办理。",
        "Who signed {number} can't be the one who reviews it; another person has to.",
    ),
    "not_a_head": Problem(
        "本单位报送件由单位负责人审核，当前账号不是单位负责人；请负责人登录，或由管理员在账号中注明。",
        "The head of the filer reviews it, and this account is none; sign in as the head, or mark it so.",
        403,
    ),
    "no_review_asked": Problem(
        "报送件 {number} 不需要单位负责人审核。", "Submission {number} needs no review by a head."
    ),
    "already_reviewed": Problem(
        "报送件 {number} 单位负责人已审核。", "The head has reviewed submission {number} already.", 409
    ),
    "head_review_needed": Problem(
        "报送件 {number} 尚待单位负责人审核，审核后再受理。",
        "Submission {number} waits for the head of its filer; accept it after that.",
        409,
    ),
}
