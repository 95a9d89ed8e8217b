"""`paicha reminders mute`: mute a rule or a subject, take it back, or list what is muted."""

from pathlib import Path
from typing import Any

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.reminders.tables import every, local, print_table
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal

_ROLE = "safety_office"
_PATH = "/notifications/reminders/mutes"
_COLUMNS = {
    "what": "静音", "recipient": "对象", "until": "至", "reason": "原因", "muted_by": "登记", "at": "时间",
}  # fmt: skip


def mute(
    *,
    rule: str | None = None,
    subject: str | None = None,
    until: str | None = None,
    reason: str | None = None,
    recipient: str | None = None,
    remove: bool = False,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """Mute a rule or a subject; without either, list what is muted.

    Parameters
    ----------
    rule
        A family of rules: report_due.
    subject
        Instead of a rule: hazard/h-1, report/c-1/1/v-1.
    until
        A day, or a moment with offset. Needed for everybody, 30 days ahead at most.
    reason
        Needed for everybody.
    recipient
        One of your own contacts; without it everybody, for safety office and operators.
    remove
        Take it back: from now on it is heard of again.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print it as JSON.
    """
    service = gateway(data, _ROLE)
    what = {"rule": rule, "subject": subject, "recipient": recipient}
    if rule is None and subject is None:
        if remove:
            raise Refusal(
                "请用 --rule 或 --subject 指明。", "Say which with --rule or --subject.", usage=True
            )
        _list(service, json=json)
    elif remove:
        service.delete(_PATH, **what)
        _say({"removed": rule or subject}, "已取消静音 heard again", json=json)
    else:
        given = {name: value for name, value in {**what, "until": until, "reason": reason}.items() if value}
        _say(service.post(_PATH, given).json(), "已静音 muted", json=json)


def _list(service: Gateway, *, json: bool) -> None:
    found = every(service, "/mutes", "mutes")
    if json:
        say_json({"mutes": found})
    elif found:
        shown = ({**one, "until": local(one["until"]), "at": local(one["at"])} for one in found)
        print_table(_COLUMNS, shown)
    else:
        say("没有静音。 None.")


def _say(answer: dict[str, Any], told: str, *, json: bool) -> None:
    if json:
        say_json(answer)
    else:
        say(f"{answer.get('what') or answer['removed']}：{told}")
