"""`paicha reminders call-list`: whom to ring, by which number."""

from pathlib import Path

from deploy.cli.gateway import gateway
from deploy.cli.reminders.tables import every_with_texts, local, print_table, say_texts
from deploy.cli.terminal import say, say_json

_ROLE = "safety_office"
_COLUMNS = {
    "number": "电话", "recipient_name": "对象", "about": "事项", "title": "规则", "due": "应发",
    "state": "状态", "recipient": "联系方式", "subject": "编号",
}  # fmt: skip


def call_list(*, data: Path | None = None, json: bool = False) -> None:
    """List whom nothing reaches, or was not surely reached, and what about. Each number shown is on record.

    Parameters
    ----------
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    found, texts = every_with_texts(gateway(data, _ROLE), "/call-list", "calls")
    if json:
        say_json({"calls": found, "copy_texts": texts})
    elif found:
        print_table(_COLUMNS, ({**one, "due": local(one["due"])} for one in found))
        say_texts(texts)
    else:
        say("无需电话通知。 Nobody has to be rung.")
