"""The channels that are configured, by name; and what sending by each of them uses up."""

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from services.notifications.channels.channel import Channel
from services.notifications.channels.copies import Copies
from services.notifications.channels.copying import Copying
from services.notifications.channels.email import Email, MailServer
from services.notifications.channels.letter import read_sender
from services.notifications.channels.limits import Budget, Wish, of_channel, of_number, of_robot
from services.notifications.channels.mailbox_address import read_mailbox_address
from services.notifications.channels.robots import Robots, Transport, kind_of
from services.notifications.channels.settings import ChannelSettings, reaches_beyond
from services.notifications.channels.sms_gateway import SmsGateway
from shared.clock import Clock
from shared.logging import get_logger

_log = get_logger(__name__)

_ROBOTS = TypeAdapter(dict[str, str])


def channels_under(settings: ChannelSettings, clock: Clock) -> Mapping[str, Channel]:
    """By a demonstration's clock nobody real is reminded, wherever the settings come from."""
    channels = open_channels(settings, clock.now)
    if clock.demo is not None and (refused := reaches_beyond(settings)):
        _log.error("channels_refused_under_demo_clock", channels=refused)
        return {name: channel for name, channel in channels.items() if name not in refused}
    return channels


def open_channels(settings: ChannelSettings, now: Callable[[], datetime]) -> Mapping[str, Channel]:
    """ValueError where one is configured and can't be used. `now`: the clock that reminders go by."""
    # One for HTTP alone: httpx writes into it that it speaks HTTP, which no mail server does.
    tls = ssl.create_default_context()
    channels: list[Channel] = []
    if settings.smtp_host is not None and settings.smtp_from is not None:
        channels.append(_email(settings, settings.smtp_host, settings.smtp_from, now))
    if settings.sms_url is not None and settings.sms_secret is not None:
        sign_name = settings.sms_sign_name or ""
        channels.append(SmsGateway(settings.sms_url, settings.sms_secret, sign_name, tls, now))
    if settings.aliyun_key_id is not None:
        channels.append(_aliyun(settings, now))
    if settings.robots_file is not None:
        channels.append(Robots(read_robots(settings.robots_file), Transport(tls)))
    return {channel.name: channel for channel in channels}


def _email(settings: ChannelSettings, host: str, sender: str, now: Callable[[], datetime]) -> Channel:
    tls, copying, copies = ssl.create_default_context(), None, None
    server = MailServer(
        host, settings.smtp_port, settings.smtp_security, settings.smtp_user, settings.smtp_password
    )
    if settings.smtp_copy_to is not None and settings.imap_url is not None and settings.imap_password:
        mailbox = read_mailbox_address(settings.imap_url)
        copying = Copying(settings.smtp_copy_to)
        copies = Copies(mailbox, settings.imap_password, tls, now)
    return Email(server, read_sender(sender), now, tls, copying=copying, copies=copies)


def _aliyun(settings: ChannelSettings, now: Callable[[], datetime]) -> Channel:
    try:
        from services.notifications.channels.aliyun import Account, Aliyun  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ValueError(
            "PAICHA_ALIYUN_KEY_ID needs the extra aliyun: pip install 'paicha[aliyun]'"
        ) from None
    if settings.aliyun_key_id is None or settings.aliyun_key_secret is None or settings.sms_sign_name is None:
        raise ValueError("an account of Aliyun has a key, its secret and a signature")
    return Aliyun(
        Account(
            settings.aliyun_key_id, settings.aliyun_key_secret, settings.sms_sign_name,
            settings.aliyun_templates, settings.aliyun_endpoint,
        ),
        now,
    )  # fmt: skip


def read_robots(path: Path) -> dict[str, str]:
    """ValueError without what stands in it: it is secret."""
    try:
        robots = _ROBOTS.validate_json(path.read_bytes())
        for address in robots.values():
            kind_of(address)
    except ValueError:
        raise ValueError("PAICHA_ROBOTS_FILE: not names and addresses of robots") from None
    return robots


def wish_to_send(
    settings: ChannelSettings, channel: str, to: str, template: str | None, a_minute: int
) -> Wish:
    """What `take` is asked for before a message to `to`: by the policy, so many a minute."""
    if channel != "sms":
        return Wish(channel, (of_channel(a_minute),))
    limits = of_channel(a_minute), of_number(to, template or "", settings.sms_limits)
    return Wish(channel, limits, budget_of(settings))


def budget_of(settings: ChannelSettings) -> Budget | None:
    """Of text messages."""
    yuan = settings.sms_budget_yuan
    return None if yuan is None else Budget(yuan * 100, settings.sms_price_fen)


def wish_of_robot(name: str, address: str) -> Wish:
    return Wish("robot", (of_robot(name, kind_of(address)),))
