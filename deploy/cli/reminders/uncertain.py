"""`paicha reminders uncertain`: of which reminders nobody knows whether they arrived."""

from pathlib import Path

from deploy.cli.gateway import gateway
from deploy.cli.reminders.tables import every, local, print_table
from deploy.cli.terminal import say, say_json

_ROLE = "operator"
_MOMENTS = ("due", "claimed", "since", "asked_next")
_COLUMNS = {
    "due": "应发", "claimed": "发送", "rule": "规则", "recipient": "联系方式", "channel": "渠道",
    "reason": "原因", "since": "不明自", "asked_next": "下次查询", "id": "编号",
}  # fmt: skip


def uncertain(*, data: Path | None = None, json: bool = False) -> int:
    """List what may have been sent, or not: no names, addresses or texts. Ends with 1 while there is any.

    The safety office finds the same on the call list, rings up or has it sent once more.

    Parameters
    ----------
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    found = every(gateway(data, _ROLE), "/channels/uncertain", "uncertain")
    if json:
        say_json({"uncertain": found})
    elif found:
        moments = ({name: local(one[name]) for name in _MOMENTS} for one in found)
        print_table(_COLUMNS, ({**one, **at} for one, at in zip(found, moments, strict=True)))
    else:
        say("没有结果不明的提醒。 None.")
    return 1 if found else 0
