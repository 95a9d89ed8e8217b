"""`paicha reminders channels`: how the channels stand; one that was halted is let go on."""

from pathlib import Path
from typing import Any

from deploy.cli.gateway import gateway, segment
from deploy.cli.reminders.tables import local, print_table
from deploy.cli.terminal import say_json
from deploy.embedded.refusal import Refusal

_ROLE = "operator"
_PATH = "/notifications/reminders/channels"
_COLUMNS = {
    "channel": "渠道", "configured": "已配置", "halted": "停用", "uncertain": "结果不明",
    "spent": "本月费用（元）",
}  # fmt: skip


def channels(
    *, resume: str | None = None, reason: str | None = None, data: Path | None = None, json: bool = False
) -> int:
    """Show what is configured, halted, uncertain and spent. Ends with 1 while one is halted.

    Parameters
    ----------
    resume
        Let this halted channel go on: email, sms or robot.
    reason
        Needed with --resume; kept on record.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    if resume is not None and reason is None:
        raise Refusal("请用 --reason 说明原因。", "Say why with --reason.", usage=True)
    service = gateway(data, _ROLE)
    if resume is None:
        answer = service.get(_PATH).json()
    else:
        answer = service.post(f"{_PATH}/{segment(resume)}/resume", {"reason": reason}).json()
    if json:
        say_json(answer)
    else:
        print_table(_COLUMNS, map(_row, answer["channels"]))
    return 1 if any(one["halted"] for one in answer["channels"]) else 0


def _row(channel: dict[str, Any]) -> dict[str, Any]:
    halted, budget = channel["halted"], channel.get("budget_fen")
    spent = f"{channel.get('spent_fen', 0) / 100:.2f}" if "spent_fen" in channel else ""
    return {
        **channel,
        "configured": "是" if channel["configured"] else "否",
        "halted": f"{halted['reason']} {local(halted['since'])}" if halted else "",
        "spent": spent if budget is None else f"{spent} / {budget / 100:.2f}",
    }
