"""The refusals of replays from an archive: each says what the archive lacks, or what to name instead."""

from shared.problem import Problem

REPLAYING: dict[str, Problem] = {
    "not_an_archive": Problem(
        "“{place}”不是日志归档：请指定归档文件夹，或 paicha audit derive --save 保存的文件夹。",
        "“{place}” is no archive of logs: name an archive's folder, or one that paicha audit derive --save "
        "wrote.",
    ),
    "log_missing": Problem(
        "归档“{place}”中没有日志“{log}”，请补齐后再试。",
        "The archive “{place}” does not hold the log “{log}”; complete it and try again.",
    ),
    "archive_broken": Problem(
        "归档中日志“{log}”的位置 {position} 有误：{what}；不能据此计数，请改用完整的归档。",
        "In the archive of the log “{log}” something is wrong at {position}: {what}; nothing is counted from "
        "it, use one that is whole.",
        409,
    ),
    "beyond_archive": Problem(
        "归档中的日志“{log}”只到位置 {last}，没有位置 {position}。",
        "In the archive the log “{log}” ends at {last}, before {position}.",
    ),
    "archive_not_final": Problem(
        "归档中的日志“{log}”只能确定到 {until}，{asked} 之前是否另有记录无从得知：请改用更新的归档，或用 "
        "--positions 指定位置。",
        "The archive knows what the log “{log}” recorded before {until}, not all before {asked}: use a newer "
        "archive, or name --positions.",
        409,
    ),
    "unknown_event": Problem(
        "日志“{log}”位置 {position} 的事件（{type}，第 {version} 版）由更新的版本写入，请用该版本重演。",
        "The log “{log}” has at {position} an event of a later release ({type}, version {version}): use that "
        "release.",
        409,
    ),
    "choose_township": Problem(
        "归档中有多个镇街（{towns}），请用 --township 指定其一。",
        "The archive holds several townships ({towns}); name one with --township.",
    ),
    "choose_campaign": Problem(
        "有多个行动（{campaigns}），请用 --campaign 指定其一。",
        "There are several campaigns ({campaigns}); name one with --campaign.",
    ),
    "not_digests": Problem(
        "“{place}”不是摘要文件：请指定 paicha audit digests 写出的文件、归档，或部署的网址。",
        "“{place}” is no file of digests: name one that paicha audit digests wrote, an archive, or the "
        "address of a deployment.",
    ),
    "digests_broken": Problem(
        "摘要文件“{place}”第 {line} 行与前文不相承，或文件不完整：请向对方另取一份，或从归档重新生成。",
        "In the file of digests “{place}” line {line} does not follow from what is before it, or the rest is "
        "missing: ask for it again, or make it of the archive.",
        409,
    ),
    "digests_not_alike": Problem(
        "两份摘要的间隔或日志不同，无法比较：请用相同的 --every 重新生成。",
        "The two are of other intervals or logs and can't be compared: write them with the same --every.",
    ),
    "stream_incomplete": Problem(
        "消息流“{log}”在位置 {position} 缺失或无法读取：请操作员运行 paicha audit heal 后再试。",
        "The stream “{log}” has no readable event at {position}: have an operator run paicha audit heal, "
        "then try again.",
        409,
    ),
    "too_large_for_digests": Problem(
        "记录超过 {limit} MiB，服务不在运行中计算摘要：请从归档计算（paicha audit digests --from）。",
        "The rows are more than {limit} MiB, too many for a running service: make the digests of an archive "
        "(paicha audit digests --from).",
    ),
    "position_not_reached": Problem(
        "日志“{log}”目前只处理到位置 {applied}，尚未到 {position}，请稍后再试。",
        "The log “{log}” has been applied up to {applied}, not up to {position} yet; try again shortly.",
        409,
    ),
}
