"""The refusals of consolidated sheets: each names the rule that it is about, and says what to do."""

from shared.problem import Problem

CONSOLIDATING: dict[str, Problem] = {
    "correct_instead": Problem(
        "报送件 {number} 已汇总（{sheet}），不能退回或撤回；请填报单位发起更正报。",
        "Submission {number} is in the consolidated sheet {sheet}; it is replaced by a correction alone.",
        409,
    ),
    "review_pending": Problem(
        "以下单位的报送件尚未审核：{filers}；请先审核通过或退回，再汇总。",
        "Reports of these are not reviewed yet: {filers}; accept or return them, then consolidate.",
        409,
    ),
    "not_all_reported": Problem(
        "报送时限（{time}）未到，以下单位尚未报送：{filers}；请到时再汇总。",
        "The deadline ({time}) has not come, and these have not reported: {filers}; consolidate after it.",
        409,
    ),
    "nothing_to_consolidate": Problem(
        "{period}还没有审核通过的报送件，无法汇总。",
        "Nothing of {period} was accepted yet, so there is nothing to consolidate.",
        409,
    ),
    "already_consolidated": Problem(
        "本期已汇总（{number}），此后没有新的或更正的报送件。",
        "It was consolidated already ({number}), and nothing was accepted since.",
        409,
    ),
    "no_countersignature_asked": Problem(
        "汇总表 {number} 不需要领导审签。", "Sheet {number} needs no countersignature."
    ),
    "already_countersigned": Problem(
        "汇总表 {number} 已审签。", "Sheet {number} was countersigned already.", 409
    ),
    "countersignature_needed": Problem(
        "汇总表 {number} 尚待领导审签，审签后再上报。",
        "Sheet {number} waits for a leader's signature; it goes up after that.",
        409,
    ),
    "already_sent_up": Problem("汇总表 {number} 已上报。", "Sheet {number} went up already.", 409),
    "newer_edition": Problem(
        "此汇总表已有新版本 {number}，请在新版本上办理。",
        "There is a newer edition of this sheet, {number}; use that one.",
        409,
    ),
    "not_derivable": Problem(
        "报送件 {number} 的数据无法由日志重新得出，不能汇总；请审计人员先核验此件。",
        "The figures of {number} can't be derived from the log, so that no sheet can hold it; verify it.",
        409,
    ),
    "file_missing": Problem(
        "文件 {hash} 不在存储中；请操作员从备份恢复 blobs 目录。",
        "The file {hash} is not in the store; an operator restores the folder of blobs from a backup.",
        503,
    ),
    "file_damaged": Problem(
        "文件 {hash} 的内容已被改动；请操作员从备份恢复 blobs 目录。",
        "The bytes of file {hash} are not those it was stored with; an operator restores it from a backup.",
        503,
    ),
    "scan_unreadable": Problem(
        "无法读取此文件，请上传 JPG、PNG 或 PDF 格式的清晰扫描件（不超过 8 MB）。",
        "The file can't be read; send a clear scan as JPG, PNG or PDF of at most 8 MiB.",
    ),
    "scan_without_code": Problem(
        "扫描件上没有找到报表的二维码，请对准整页、以更高的分辨率重新扫描。",
        "No QR code of a report was found on the scan; scan the whole page again, in more detail.",
    ),
    "scan_not_genuine": Problem(
        "扫描件的二维码校验不符：{detail}；请核对所扫描的报表。",
        "The QR code on the scan is not one that was printed: {detail}; check which report it is.",
    ),
    "scan_of_several": Problem(
        "扫描件含有多份报表（{numbers}），请每份单独上传。",
        "The scan shows several reports ({numbers}); send each by itself.",
    ),
    "too_many_scans": Problem(
        "报送件 {number} 已有 {limit} 份扫描件，不能再上传。",
        "{number} has {limit} scans already; no more can be attached.",
        409,
    ),
}
