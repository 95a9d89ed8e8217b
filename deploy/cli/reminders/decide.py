"""`paicha reminders cancel` and `resend`: about one reminder, with a reason that stays on record."""

from pathlib import Path
from typing import Any

from deploy.cli.gateway import gateway, segment
from deploy.cli.terminal import say, say_json

_ROLE = "safety_office"
_TOLD = {
    "cancelled": "已取消。 It does not go out.",
    "already_claimed": "已在发送或发送未成，无法取消。 It was claimed already: past cancelling.",
    "sent": "已发出，无法取消。 It was sent already.",
}


def cancel(id_: str, /, *, reason: str, data: Path | None = None, json: bool = False) -> int:
    """Cancel it, if it has not gone. Ends with 1 where it was claimed or sent already.

    Parameters
    ----------
    id_
        As `plan` and `sent` show it.
    reason
        Kept on record.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the answer as JSON.
    """
    answer = _decided(id_, "cancel", reason, data)
    if json:
        say_json(answer)
    else:
        say(_TOLD[answer["answer"]])
    return 0 if answer["answer"] == "cancelled" else 1


def resend(id_: str, /, *, reason: str, data: Path | None = None, json: bool = False) -> None:
    """Send it once more, if it is still owed: it was sent, failed, or nobody knows.

    Parameters
    ----------
    id_
        As `sent` shows it.
    reason
        Kept on record.
    data
        Folder of the deployment, unless PAICHA_URL and PAICHA_TOKEN name another.
    json
        Print the answer as JSON.
    """
    answer = _decided(id_, "resend", reason, data)
    if json:
        say_json(answer)
    else:
        say("将再次发出。 It goes out once more.")


def _decided(id_: str, act: str, reason: str, data: Path | None) -> dict[str, Any]:
    path = f"/notifications/reminders/{segment(id_)}/{act}"
    answer: dict[str, Any] = gateway(data, _ROLE).post(path, {"reason": reason}).json()
    return answer
