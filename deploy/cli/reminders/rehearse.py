"""`paicha reminders rehearse`: last campaign under a changed policy of reminders. Nothing is written."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from deploy.cli.gateway import gateway
from deploy.cli.terminal import say, say_json
from deploy.embedded.refusal import Refusal

_ROLE = "safety_office"
_LINES = {
    "messages": "消息 messages",
    "people": "人数 people",
    "sms": "短信 text messages",
    "sms_fen": "短信费用（分）price in fen",
    "nights_avoided": "夜间顺延 nights avoided",
    "to_ring": "需电话催报 to be rung",
    "ended_before": "发出前已办结 ended before",
}


def rehearse(
    policy: Path,
    /,
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    until: str | None = None,
    campaign: str | None = None,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """What would have been sent under this policy, beside what the present one sends.

    Parameters
    ----------
    policy
        The file: services/notifications/policy/reminders-1.yaml, changed.
    from_
        The moment it begins, with an offset; unnamed, as the campaign starts.
    until
        The moment it ends; unnamed, a month after the campaign.
    campaign
        Unnamed, the last one.
    data
        Folder of the deployment; unnamed, the one of PAICHA_URL, or else the default.
    json
        The whole answer, with messages by person, day and rule.
    """
    asked = {"policy": _text(policy), "from": from_, "until": until, "campaign": campaign}
    body = {name: value for name, value in asked.items() if value is not None}
    answer = gateway(data, _ROLE).post("/notifications/reminders/rehearse", body).json()
    if json:
        say_json(answer)
    else:
        _say(answer)


def _text(policy: Path) -> str:
    try:
        return policy.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"无法读取 {policy}。", f"{policy} can't be read: {error!r}", usage=True) from error


def _say(answer: dict[str, Any]) -> None:
    present, proposed = answer["present"], answer["proposed"]
    say(f"{answer['from']} – {answer['until']}")
    say(f"{'':<32}{present['policy']:>14}{proposed['policy']:>14}")
    for name, title in _LINES.items():
        say(f"{title:<32}{present[name]:>14}{proposed[name]:>14}")
    for rule in sorted({*present["by_rule"], *proposed["by_rule"]}):
        say(f"{rule:<32}{present['by_rule'].get(rule, 0):>14}{proposed['by_rule'].get(rule, 0):>14}")
