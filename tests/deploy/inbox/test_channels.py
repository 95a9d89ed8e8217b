"""What reminders send with is understood here: the real channels of the service, against the real inbox."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.embedded.sending import channel_settings
from services.notifications.channels.channel import Absent, Accepted, Found, Message
from services.notifications.channels.email import Email, MailServer
from services.notifications.channels.letter import read_sender
from services.notifications.channels.settings import ChannelSettings, load_channel_settings
from services.notifications.channels.sms_gateway import SmsGateway
from tests.deploy.inbox.inboxes import Inbox, inbox_behind_gateway

ID = "0193b1f2"
TEXT = "明月村：第4期汇总表请于1月14日18:00前核对报送。"


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with inbox_behind_gateway(tmp_path) as (inbox, _):
        yield inbox


@pytest.fixture
def settings(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> ChannelSettings:
    """As notifications is told by a demonstration."""
    inbox.address = replace(inbox.address, demo=True)
    for name, value in channel_settings(inbox.folder, inbox.ports, inbox.address).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PAICHA_SECRETS_DIR", str(inbox.folder.secrets("notifications")))
    return load_channel_settings()


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_text_message(inbox: Inbox, settings: ChannelSettings) -> None:
    assert settings.sms_url is not None
    assert settings.sms_secret is not None
    tls = ssl.create_default_context()
    channel = SmsGateway(settings.sms_url, settings.sms_secret, settings.sms_sign_name or "", tls, now)
    message = Message(ID, "+12025550101", "", TEXT, template="report_due", variables={"period": "第4期"})
    assert await channel.find(ID, message.to, now() - timedelta(hours=1)) == Absent()
    for _ in range(2):
        assert await channel.send(message) == Accepted(ID)
    assert await channel.find(ID, message.to, now()) == Found(delivered=True, reference=ID)
    (told,) = inbox.messages()
    assert (told["text"], told["title"], told["variables"]) == (TEXT, "大盛镇安委办", {"period": "第4期"})


async def test_a_mail(inbox: Inbox, settings: ChannelSettings) -> None:
    assert settings.smtp_host is not None
    server = MailServer(settings.smtp_host, settings.smtp_port, settings.smtp_security)
    channel = Email(server, read_sender(settings.smtp_from or ""), now, ssl.create_default_context())
    message = Message(ID, "v-mingyue.reporter@example.invalid", "待报送", TEXT, html=f"<p>{TEXT}</p>")
    assert await channel.send(message) == Accepted()
    (told,) = inbox.messages()
    assert told["id"] == f"{ID}@example.invalid"
    assert (told["to"], told["title"], told["text"].strip()) == ([message.to], "待报送", TEXT)
    assert told["sender"] == "大盛镇安委办 <safety-office@example.invalid>"
    assert told["html"].strip() == f"<p>{TEXT}</p>"
