"""Where reminders go: in a demonstration to its inbox, in real use where the operator says, else nowhere."""

import os
from pathlib import Path

from deploy.demo.reminded import reminding_from
from deploy.embedded.demo_clock import kept_clock
from deploy.embedded.folder import DataFolder
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import Address
from deploy.servers.ports import LOOPBACK
from deploy.servers.private import write_private
from services.notifications.channels.settings import ChannelSettings

_OF_CHANNELS = tuple(f"PAICHA_{name.upper()}" for name in ChannelSettings.model_fields)
_OFFICE = "大盛镇安委办"
_SMS_SECRET = "paicha_sms_secret"  # noqa: S105 - its name
_KEY = "paicha_inbox_key"
_REMIND_FROM, _ROBOTS_FILE = "PAICHA_REMIND_FROM", "PAICHA_ROBOTS_FILE"
_REMINDERS_FILE = "PAICHA_REMINDERS_FILE"


def ensure_inbox(folder: DataFolder) -> None:
    """Its folder and secrets; what text messages are signed with, notifications has as well."""
    folder.inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    inbox_key(folder)
    shared = folder.secret("notifications", _SMS_SECRET)
    write_private(folder.secrets("inbox") / _SMS_SECRET, shared)


def inbox_key(folder: DataFolder) -> str:
    """Opens the inbox in a browser."""
    return folder.secret("inbox", _KEY)


def channel_settings(folder: DataFolder, ports: dict[str, int], address: Address) -> dict[str, str]:
    """For notifications. What goes by a demo clock reaches nobody real, whatever the environment says."""
    if address.demo:
        return {f"PAICHA_{name}": value for name, value in _to_inbox(ports).items()}
    if address.demo_clock:
        return {}
    told = {name: os.environ[name] for name in _OF_CHANNELS if name in os.environ}
    if robots := told.get(_ROBOTS_FILE):
        told[_ROBOTS_FILE] = str(_for_the_service(folder, _ROBOTS_FILE, Path(robots), "robots.json"))
    return told


def _for_the_service(folder: DataFolder, setting: str, file: Path, name: str) -> Path:
    """Whoever starts may read what the operator keeps; notifications, a user of its own, reads a copy."""
    copy = folder.secrets("notifications") / name
    try:
        text = file.expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            f"无法读取 {setting} {file}：{_why(error)}。",
            f"{setting} {file} can't be read: {_why(error)}.",
            usage=True,
        ) from error
    write_private(copy, text)
    return copy


def _why(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "UTF-8"


def reminding_settings(folder: DataFolder, address: Address) -> dict[str, str]:
    """For notifications. In a demonstration's past people are reminded in its last days alone."""
    clock, told = kept_clock(folder) if address.demo else None, {}
    if rules := os.environ.get(_REMINDERS_FILE):
        told[_REMINDERS_FILE] = str(_for_the_service(folder, _REMINDERS_FILE, Path(rules), "reminders.yaml"))
    if clock is not None:
        return told | {_REMIND_FROM: reminding_from(clock.start).isoformat()}
    return told | {name: os.environ[name] for name in (_REMIND_FROM,) if name in os.environ}


def _to_inbox(ports: dict[str, int]) -> dict[str, str]:
    return {
        "SMTP_HOST": LOOPBACK,
        "SMTP_PORT": str(ports["smtp"]),
        "SMTP_SECURITY": "plain",
        "SMTP_FROM": f"{_OFFICE} <safety-office@example.invalid>",
        "SMS_URL": f"http://{LOOPBACK}:{ports['inbox']}",
        "SMS_SIGN_NAME": _OFFICE,
    }
