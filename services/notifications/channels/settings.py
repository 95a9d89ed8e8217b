"""What the channels of reminders are told from outside, read as shared/settings.py does. None is required.

A channel that is not set is not there: what it would carry goes another way, or stands on the call list.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.notifications.channels.letter import read_sender
from services.notifications.channels.limits import Window
from services.notifications.channels.loopback import is_loopback, is_safe_address
from services.notifications.channels.mailbox_address import read_mailbox_address

_OWN_SECRETS = "PAICHA_CHANNEL_SECRETS_DIR"
_DAY_SECONDS = 86_400
_WINDOW = re.compile(r"(\d{1,6})/(\d{1,6})")


def _windows(given: object) -> object:
    """`1/60,5/3600`: one in a minute, five in an hour."""
    if not isinstance(given, str):
        return given
    read = [_WINDOW.fullmatch(part.strip()) for part in given.split(",") if part.strip()]
    found = [Window(int(one[2]), int(one[1])) for one in read if one is not None]
    if len(found) < len(read) or not all(0 < one.seconds <= _DAY_SECONDS and one.at_most for one in found):
        raise ValueError("limits are written 1/60,5/3600: so many in so many seconds, a day at most")
    return tuple(found)


def _sender(given: str) -> str:
    read_sender(given)
    return given


def _plain_address(given: str) -> str:
    if read_sender(given).address != given:
        raise ValueError("an address alone, without a name")
    return given


def _mailbox(given: str) -> str:
    read_mailbox_address(given)
    return given


def _safe(given: str) -> str:
    if not is_safe_address(given):
        raise ValueError("an https address, or http on this machine itself")
    return given


class ChannelSettings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="PAICHA_",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        # What is said of a setting that can't be is logged, and the input may be a secret.
        hide_input_in_errors=True,
    )

    smtp_host: str | None = Field(default=None, description="Mail server that reminders go through.")
    smtp_port: int = Field(default=587, ge=1, le=65_535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "plain"] = Field(
        default="starttls",
        description="`starttls`, `tls` (from the first byte, port 465), or on this machine itself `plain`.",
    )
    smtp_user: str | None = Field(default=None, description="To sign in there; without, nobody signs in.")
    smtp_password: SecretStr | None = Field(default=None, description="Its password.")
    smtp_from: Annotated[str, AfterValidator(_sender)] | None = Field(
        default=None,
        description="Sender of e-mails: `镇安委办 <anwei@town.example>`. Required with a mail server.",
    )
    smtp_copy_to: Annotated[str, AfterValidator(_plain_address)] | None = Field(
        default=None,
        description="A mailbox of the sender's own that gets a blind copy of each mail, so that one in doubt "
        "can be looked for. With the next two, or none of them.",
    )
    imap_url: Annotated[str, AfterValidator(_mailbox)] | None = Field(
        default=None,
        description="Where it is read: `imaps://user@host/INBOX`; `imap` is STARTTLS, on this machine itself "
        "without TLS.",
    )
    imap_password: SecretStr | None = Field(default=None, description="Its password.")
    sms_url: Annotated[str, AfterValidator(_safe)] | None = Field(
        default=None, description="Gateway of text messages (docs/reminders.md), https."
    )
    sms_secret: SecretStr | None = Field(
        default=None, min_length=16, description="What the gateway and this service sign with."
    )
    sms_sign_name: str | None = Field(
        default=None, max_length=20, description="Signature of text messages, without 【】."
    )
    sms_limits: Annotated[tuple[Window, ...], NoDecode, BeforeValidator(_windows)] = Field(
        default=(Window(60, 1), Window(3600, 5), Window(86_400, 10)),
        description="So many of one template to one number in so many seconds: `1/60,5/3600,10/86400`.",
    )
    sms_price_fen: int = Field(default=5, ge=0, le=1000, description="Price of one text message, in fen.")
    sms_budget_yuan: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="Of text messages in a month, in 元: an alarm at 80 %; spent, only the urgent go out.",
    )
    aliyun_key_id: str | None = Field(
        default=None,
        description="AccessKey of Aliyun's text messages, in place of a gateway; extra `aliyun`.",
    )
    aliyun_key_secret: SecretStr | None = Field(default=None, description="Its secret.")
    aliyun_endpoint: str = Field(default="dysmsapi.aliyuncs.com", description="Where Aliyun is asked.")
    aliyun_templates: dict[str, str] = Field(
        default_factory=dict,
        description='Aliyun\'s codes of the templates, as JSON: `{"report_due": "SMS_123456"}`.',
    )
    aliyun_report_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Stands in the address that Aliyun posts delivery reports to.",
    )
    robots_file: Path | None = Field(
        default=None,
        description="JSON file of group robots by name, as apprise writes them: "
        '`{"镇安全群": "dingtalk://secret@token"}`. Private.',
    )

    @model_validator(mode="after")
    def _whole(self) -> "ChannelSettings":
        if self.smtp_host and not self.smtp_from:
            raise ValueError("PAICHA_SMTP_HOST needs PAICHA_SMTP_FROM")
        if self.smtp_host and self.smtp_security == "plain" and not is_loopback(self.smtp_host):
            raise ValueError("PAICHA_SMTP_SECURITY may be plain on this machine itself alone")
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError("PAICHA_SMTP_USER and PAICHA_SMTP_PASSWORD belong together")
        copies = (self.smtp_copy_to, self.imap_url, self.imap_password)
        if any(copies) and not all((*copies, self.smtp_host)):
            raise ValueError(
                "PAICHA_SMTP_COPY_TO, PAICHA_IMAP_URL and PAICHA_IMAP_PASSWORD belong together, "
                "with PAICHA_SMTP_HOST"
            )
        if self.sms_url and self.aliyun_key_id:
            raise ValueError("text messages go through PAICHA_SMS_URL or PAICHA_ALIYUN_KEY_ID, not both")
        if self.sms_url and not (self.sms_secret and self.sms_sign_name):
            raise ValueError("PAICHA_SMS_URL needs PAICHA_SMS_SECRET and PAICHA_SMS_SIGN_NAME")
        if self.aliyun_key_id and not (self.aliyun_key_secret and self.sms_sign_name):
            raise ValueError("PAICHA_ALIYUN_KEY_ID needs PAICHA_ALIYUN_KEY_SECRET and PAICHA_SMS_SIGN_NAME")
        return self


def reaches_beyond(settings: ChannelSettings) -> list[str]:
    """The channels that leave this machine. A demonstration's inbox does not."""
    hosts = [settings.smtp_host]
    if settings.imap_url is not None:
        hosts.append(read_mailbox_address(settings.imap_url).host)
    mail = any(host is not None and not is_loopback(host) for host in hosts)
    gateway = urlsplit(settings.sms_url or "").hostname
    sms = settings.aliyun_key_id is not None or (gateway is not None and not is_loopback(gateway))
    there = {"email": mail, "sms": sms, "robot": settings.robots_file is not None}
    return [name for name, beyond in there.items() if beyond]


def load_channel_settings() -> ChannelSettings:
    """As `load_settings`: what the environment lacks may be a file of PAICHA_SECRETS_DIR.

    In a container each secret there has to exist; those of channels lie in a folder of their own.
    """
    folders = [os.environ[name] for name in ("PAICHA_SECRETS_DIR", _OWN_SECRETS) if os.environ.get(name)]
    return ChannelSettings(_secrets_dir=folders)  # type: ignore[call-arg]  # from outside
