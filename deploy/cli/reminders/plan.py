"""`paicha reminders plan`: a dry run of a day, computed from what is known now."""

from pathlib import Path

from deploy.cli.gateway import gateway
from deploy.cli.reminders.tables import every_with_texts, local, print_table, say_texts
from deploy.cli.terminal import say, say_json

_ROLE = "safety_office"
_COLUMNS = {
    "goes": "发出", "title": "规则", "about": "事项", "recipient_name": "对象", "channel": "渠道",
    "moved": "调整", "state": "状态", "id": "编号",
}  # fmt: skip


def plan(*, at: str | None = None, data: Path | None = None, json: bool = False) -> None:
    """Who would get what on a day, and what quiet hours, rest days, limits or mutes move. Nothing is written.

    Parameters
    ----------
    at
        The day: 2024-12-13; today when left out.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    found, texts = every_with_texts(gateway(data, _ROLE), "/plan", "reminders", at=at)
    if json:
        say_json({"reminders": found, "copy_texts": texts})
    elif found:
        print_table(_COLUMNS, ({**one, "goes": local(one["goes"])} for one in found))
        say_texts(texts)
    else:
        say("没有提醒。 None.")
