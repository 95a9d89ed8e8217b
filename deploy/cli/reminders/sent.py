"""`paicha reminders sent`: what went out in a span of time, what did not, and why."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from deploy.cli.gateway import Gateway, gateway
from deploy.cli.reminders.tables import every_with_texts, local, print_table, say_texts
from deploy.cli.terminal import say, say_json
from shared.instant import parse_instant, write_instant

_ROLE = "safety_office"
_USUAL = timedelta(days=7)
_COLUMNS = {
    "due": "应发", "sent": "已发", "title": "规则", "about": "事项", "recipient_name": "对象",
    "channel": "渠道", "state": "状态", "reason": "原因", "id": "编号",
}  # fmt: skip
State = Literal["planned", "sending", "sent", "delivered", "failed", "uncertain", "cancelled"]


def sent(
    *,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    until: str | None = None,
    recipient: str | None = None,
    rule: str | None = None,
    subject: str | None = None,
    state: State | None = None,
    data: Path | None = None,
    json: bool = False,
) -> None:
    """List the reminders that were due in a span of time, with what became of each.

    Parameters
    ----------
    from_
        A day, or a moment with offset; seven days ago when left out.
    until
        Likewise; seven days after the first when left out.
    recipient
        Only to this one: filer/v-1/reporter.
    rule
        Only by this rule: report_due_3_days.
    subject
        Only about this: report/c-1/1/v-1, hazard/h-1.
    state
        Only those in this state.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print them as JSON.
    """
    service = gateway(data, _ROLE)
    asked = {
        "from": from_ or _week_ago(service),
        "until": until, "recipient": recipient, "rule": rule, "subject": subject, "state": state,
    }  # fmt: skip
    found, texts = every_with_texts(service, "", "reminders", **asked)
    if json:
        say_json({"reminders": found, "copy_texts": texts})
    elif found:
        moments = ({"due": local(one["due"]), "sent": local(one["sent"])} for one in found)
        print_table(_COLUMNS, ({**one, **at} for one, at in zip(found, moments, strict=True)))
        say_texts(texts)
    else:
        say("没有提醒。 None.")


def _week_ago(service: Gateway) -> str:
    """By the clock of the service: a demonstration has its own."""
    now = service.get("/notifications/reminders", limit=1).json()["from"]
    return write_instant(parse_instant(now) - _USUAL)
