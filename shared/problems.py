"""Every refusal the product knows: a stable code, a sentence in Chinese and one in English, an HTTP status.

A sentence says what to do. `{…}` is filled from the details given with the refusal.
"""

from shared.characters import shown
from shared.problem import Problem
from shared.problems_of_consolidating import CONSOLIDATING
from shared.problems_of_filing import FILING
from shared.problems_of_generations import GENERATIONS
from shared.problems_of_operating import OPERATING
from shared.problems_of_reminding import REMINDING
from shared.problems_of_replaying import REPLAYING
from shared.problems_of_sealing import SEALING
from shared.problems_of_signing_in import SIGNING_IN
from shared.problems_of_timelines import TIMELINES

PROBLEMS: dict[str, Problem] = {
    **FILING,
    **CONSOLIDATING,
    **REMINDING,
    **SEALING,
    **REPLAYING,
    **GENERATIONS,
    **OPERATING,
    **TIMELINES,
    **SIGNING_IN,
    # the message
    "wrong_encoding": Problem(
        "内容不是 UTF-8 编码，请以 UTF-8 重新发送。", "The bytes are not UTF-8; send them as UTF-8.", 400
    ),
    "not_json": Problem(
        "内容不是有效的 JSON，请检查后重新发送。", "The message is not JSON; check it and send it again.", 400
    ),
    "nested_too_deep": Problem(
        "JSON 嵌套超过 32 层，请减少层数后重新发送。",
        "The JSON is nested more than 32 levels deep; flatten it and send it again.",
        400,
    ),
    "not_cloudevent": Problem(
        "不是 CloudEvents 1.0 结构化消息：{detail}。",
        "Not a structured CloudEvents 1.0 message: {detail}.",
        400,
    ),
    "too_large": Problem(
        "消息超过 256 KiB，请拆分后重新发送。", "Larger than 256 KiB; split it and send it again.", 413
    ),
    "unknown_type": Problem(
        "不认识的事实类型“{type}”，请核对类型名称。", "Unknown fact type “{type}”; check its name.", 422
    ),
    "subject_mismatch": Problem(
        "主题、类型与发布者不一致：主题为“{subject}”，类型为“{type}”。",
        "Subject, type and publisher disagree: subject “{subject}”, type “{type}”.",
    ),
    "wrong_service": Problem(
        "“{type}”不归本服务，请发送到 /{service}。", "“{type}” is not kept here; send it to /{service}."
    ),
    "too_many": Problem(
        "一次最多 500 条，请分批发送。", "At most 500 facts at once; send them in batches.", 413
    ),
    "question_too_large": Problem(
        "提问超过 {limit} KiB，请只写明 source 与 id。",
        "The question is larger than {limit} KiB; say source and id only.",
        413,
    ),
    # its content
    "invalid_data": Problem("字段“{field}”有误：{detail}。", "Field “{field}” is wrong: {detail}."),
    "invalid_time": Problem(
        "time 不是带时区的有效时间，应如 2024-12-01T09:30:00+08:00。",
        "time is not a valid moment with an offset, as in 2024-12-01T09:30:00+08:00.",
    ),
    "in_future": Problem(
        "发生时间晚于服务器时间五分钟以上，请核对时钟。",
        "It occurred more than five minutes in the future; check the clock.",
    ),
    "personal_data": Problem(
        "字段“{field}”含有手机号或身份证号；记录永久保存，请删去后重新发送。",
        "Field “{field}” holds a mobile or identity number; the log is for ever, remove it and send again.",
    ),
    "invalid_uscc": Problem(
        "统一社会信用代码校验不通过，请核对或留空。",
        "The credit code is not valid; correct it or leave it out.",
    ),
    # its sender
    "not_allowed": Problem(
        "当前账号无权执行此操作：{detail}。如需办理，请与镇安委办联系。",
        "This account may not do that: {detail}. Ask the safety office where you need it.",
        403,
    ),
    "not_your_organisation": Problem(
        "您的单位无权作出此行为：{detail}。", "Your organisation may not do this: {detail}.", 403
    ),
    "id_conflict": Problem(
        "同一来源与编号已用于内容不同的事实；请换一个编号。",
        "This source and id were used for a fact with other content; use a new id.",
        409,
    ),
    "too_many_waiting": Problem(
        "等待中的事实已达上限：{detail}。请先登记所引用的对象，稍后再发送。",
        "Too many facts wait: {detail}. Introduce what they refer to, and send this again later.",
        429,
    ),
    # what it refers to
    "unknown_reference": Problem(
        "引用的“{reference}”在等待期内仍未登记，请先登记后再发送。",
        "“{reference}” did not become known in time; introduce it first, then send this again.",
    ),
    "publisher_needed": Problem(
        "有多条事实的来源与编号为“{fact}”，请用 publisher 指明是谁的：{publishers}。",
        "Several facts have this source and id, “{fact}”; say whose with publisher: {publishers}.",
    ),
    "wrong_kind": Problem(
        "“{organisation}”不能作出此行为：需要{expected}。",
        "“{organisation}” may not do this: it takes {expected}.",
    ),
    "wrong_receiver": Problem(
        "不能由“{by}”移送给“{to}”：村居移送给科室，科室移送给科室或区级部门。",
        "“{by}” may not refer to “{to}”: a village refers to a department, a department to a department "
        "or a district department.",
    ),
    # the state of its subject
    "already_exists": Problem(
        "“{subject}”已用其他内容登记过；如需更改，请发送变更或更正。",
        "“{subject}” was introduced before with other content; send a change or a correction.",
        409,
    ),
    "before_introduction": Problem(
        "变更时间早于“{subject}”登记或发现的时间。",
        "The change is dated before “{subject}” was introduced.",
        409,
    ),
    "voided": Problem("“{subject}”已作废。", "“{subject}” was voided.", 409),
    "not_open": Problem("“{subject}”在该时间已销号。", "“{subject}” was closed at that moment.", 409),
    "not_closed": Problem(
        "“{subject}”在该时间尚未销号，不能回头看。", "“{subject}” was not closed at that moment.", 409
    ),
    "not_referred": Problem(
        "“{subject}”没有向“{to}”移送的记录。", "“{subject}” was not referred to “{to}”.", 409
    ),
    "not_supervised": Problem(
        "“{subject}”在该时间未挂牌督办。", "“{subject}” was not under supervision then.", 409
    ),
    "merged_into_itself": Problem("不能并入自身。", "A subject can't be merged into itself."),
    "introduces_subject": Problem(
        "该事实登记了“{subject}”，不能单独撤回；请作废该对象本身。",
        "That fact introduced “{subject}”; void the subject itself instead.",
        409,
    ),
    # the service
    "not_found": Problem("没有找到“{what}”。", "“{what}” was not found.", 404),
    "moves_no_figure": Problem(
        "{log} 的位置 {position} 上没有本镇任何数字所依据的事实，请使用数字来源中列出的位置。",
        "No figure of this town depends on a fact at {log} {position}; use a position that lineage lists.",
        404,
    ),
    "not_yours": Problem(
        "这不属于你的单位；你只能查看自己单位的数字及其来源。",
        "This is not your organisation's; you may see your own figures and what is behind them.",
        403,
    ),
    "already_decided": Problem("“{what}”已处理（{state}）。", "“{what}” was decided already ({state}).", 409),
    "not_kept_whole": Problem(
        "“{what}”过大，仅保留开头，无法重试；请发布者重新发送。",
        "“{what}” was too large to keep whole; its publisher has to send it again.",
        409,
    ),
    "taken_elsewhere": Problem(
        "“{what}”撤回的事实由另一服务保存，不能在此重试；请“{publisher}”重新发送，并注明原因跳过。",
        "“{what}” takes back a fact that another service keeps, so it can't be retried here: ask "
        "“{publisher}” to send it again, and skip it with a reason.",
        409,
    ),
    "answered_over_http": Problem(
        "“{what}”由“{publisher}”通过 HTTP 提交，当时已得到答复，不能在此重试；"
        "请其改正后重新提交，或注明原因跳过。",
        "“{what}” was posted over HTTP by “{publisher}”, who was answered at once, so it can't be retried "
        "here: ask for it to be corrected and posted again, or skip it with a reason.",
        409,
    ),
    "publisher_not_listed": Problem(
        "“{what}”的发布者“{publisher}”不在名单中；请先列入名单再重试，或注明原因跳过。",
        "“{publisher}”, who sent “{what}”, is not a listed publisher: list it and retry, or skip this with a "
        "reason.",
        409,
    ),
    "publisher_of_another_town": Problem(
        "“{what}”的发布者“{publisher}”属于其他镇，只能由该镇的操作员重试；或注明原因跳过。",
        "“{publisher}”, who sent “{what}”, belongs to another town, whose operator may retry this; or skip "
        "it with a reason.",
        409,
    ),
    "invalid_request": Problem(
        "请求参数“{field}”有误：{detail}。", "Parameter “{field}” is wrong: {detail}."
    ),
    "method_not_allowed": Problem("此地址不支持 {method}。", "This address does not take {method}.", 405),
    "request_too_large": Problem(
        "请求超过 {limit}，请减少内容或分批发送。",
        "The request is larger than {limit}; send less, or send it in parts.",
        413,
    ),
    "request_too_slow": Problem(
        "请求未能及时发送完，连接已断开；请检查网络，或减少内容、分批发送。",
        "The request did not arrive in time and was cut off; check the network, or send it in smaller parts.",
        408,
    ),
    "malformed_request": Problem(
        "请求不符合 HTTP 格式，请检查发送请求的程序。",
        "This is no valid HTTP request; check the program that sent it.",
        400,
    ),
    "headers_too_large": Problem(
        "请求头超过 64 KiB，请缩短地址、令牌或 Cookie。",
        "The headers are larger than 64 KiB; shorten the address, the token or the cookies.",
        431,
    ),
    "internal_error": Problem(
        "服务内部出错，请稍后再试；如仍出错，请把关联编号告知操作员。",
        "Something failed here; try again later, and tell an operator the correlation id if it persists.",
        500,
    ),
    "unexplained": Problem(
        "差异说明与差额不符，已拒绝显示；这是系统的错误，请把关联编号告知操作员。",
        "The explanation does not add up, which is an error of ours. Tell an operator the correlation id.",
        500,
    ),
    "log_halted": Problem(
        "事件日志与消息流不一致，已停止写入；请操作员运行 paicha audit heal。",
        "Log and stream disagree and writing has stopped; an operator runs `paicha audit heal`.",
        503,
    ),
    "stream_unusable": Problem(
        "消息流不能接续日志：{detail}。请核对备份；确认以日志为准后重建消息流。",
        "The stream does not continue the log: {detail}. Check the backups; if the log is right, recreate "
        "the stream.",
        409,
    ),
    "not_ready": Problem(
        "服务尚未就绪：{detail}，请稍后再试。", "Not ready: {detail}; try again shortly.", 503
    ),
    "too_many_requests": Problem(
        "本账号已有 {limit} 个请求尚待答复，请等其中一些得到答复后再试。",
        "This account has {limit} requests under way; wait for some of their answers, then try again.",
        429,
    ),
    "too_many_streams": Problem(
        "本账号已打开 {limit} 个实时流，请关闭一些后再试。",
        "This account has {limit} event streams open; close some of them, then try again.",
        429,
    ),
    "too_busy": Problem(
        "尚待答复的请求过多，请稍后再试。", "Too many requests are under way; try again shortly.", 503
    ),
    "town_too_large": Problem(
        "全镇记录超过 {limit} MiB，无法按此条件重新计算；请查询截至行动结束的最新报表，并告知操作员。",
        "The town's rows are more than {limit} MiB, too many to count anew; ask for the form at the window's "
        "end as it is now, and tell an operator.",
    ),
    "list_too_large": Problem(
        "明细过大（{detail}）。请改为单个填报单位或更早的截止时间，或按页查询该数字的来源（JSON）。",
        "The list is too large ({detail}). Ask for one filer or an earlier cut-off, or for what is behind "
        "the cell as JSON, page by page.",
    ),
    "unknown_policy": Problem("没有口径版本“{policy}”。", "There is no counting policy “{policy}”.", 404),
    "not_final": Problem(
        "日志“{log}”在 {until} 之前的记录已确定，{asked} 之前的尚未确定；请待该时刻过后再试。",
        "What the log “{log}” recorded before {until} is final, before {asked} not yet; ask again once that "
        "moment has passed.",
        409,
    ),
}


_LONGEST_DETAIL = 500


def _shown(detail: str) -> str:
    """What was sent may stand in a detail: nothing of it that can't be shown, and not all of a long one."""
    escaped = shown(detail)
    return escaped if len(escaped) <= _LONGEST_DETAIL else f"{escaped[:_LONGEST_DETAIL]}…"


class Rejected(Exception):
    """A refusal with a stable code; nothing was recorded."""

    def __init__(self, code: str, **details: str) -> None:
        problem = PROBLEMS[code]
        details = {name: _shown(detail) for name, detail in details.items()}
        self.code = code
        self.details = details
        self.zh = problem.zh.format(**details)
        self.en = problem.en.format(**details)
        self.status = problem.status
        super().__init__(f"{code}: {self.en}")

    @property
    def message(self) -> str:
        """Both sentences, Chinese first, as receipts and problem details carry them."""
        return f"{self.zh} {self.en}"
