"""Which channels there are, by the settings."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.notifications.channels.limits import Budget, Window
from services.notifications.channels.opened import (
    channels_under,
    open_channels,
    read_robots,
    wish_of_robot,
    wish_to_send,
)
from services.notifications.channels.settings import ChannelSettings, load_channel_settings, reaches_beyond
from shared.clock import Clock, DemoTime
from tests.support.demo_clocks import keep_clock

MAIL = {"SMTP_HOST": "mail.town.example", "SMTP_FROM": "镇安委办 <anwei@town.example>"}
COPIES = {
    "SMTP_COPY_TO": "copies@town.example",
    "IMAP_URL": "imaps://copies@town.example@mail.town.example/INBOX",
    "IMAP_PASSWORD": "secret",
}
GATEWAY = {
    "SMS_URL": "https://sms.town.example",
    "SMS_SECRET": "0123456789abcdef",
    "SMS_SIGN_NAME": "镇安委办",
}
ALIYUN = {
    "ALIYUN_KEY_ID": "key", "ALIYUN_KEY_SECRET": "secret", "SMS_SIGN_NAME": "镇安委办",
    "ALIYUN_TEMPLATES": '{"report_due": "SMS_1"}',
}  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PAICHA_")]:
        monkeypatch.delenv(name)


def loaded(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> ChannelSettings:
    for name, value in values.items():
        monkeypatch.setenv(f"PAICHA_{name}", value)
    return load_channel_settings()


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("values", "beyond"),
    [
        ({}, []),
        (MAIL | GATEWAY | {"ROBOTS_FILE": "/robots.json"}, ["email", "sms", "robot"]),
        (ALIYUN, ["sms"]),
        (MAIL | GATEWAY | {"SMTP_HOST": "127.0.0.1", "SMS_URL": "http://127.0.0.1:8002"}, []),
    ],
)
def test_what_leaves_this_machine(
    values: dict[str, str], beyond: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reaches_beyond(loaded(monkeypatch, values)) == beyond


def test_by_a_demonstrations_clock_nothing_leaves_this_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = loaded(monkeypatch, MAIL | GATEWAY | {"SMS_URL": "http://127.0.0.1:8002"})
    assert set(channels_under(settings, Clock())) == {"email", "sms"}
    demo = Clock(keep_clock(tmp_path, DemoTime(start=now(), anchor=now())))
    assert set(channels_under(settings, demo)) == {"sms"}


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, set()),
        (MAIL, {"email"}),
        (GATEWAY, {"sms"}),
        (ALIYUN, {"sms"}),
        (MAIL | GATEWAY, {"email", "sms"}),
        ({"SMTP_HOST": "", "SMS_URL": ""}, set()),
    ],
)
def test_only_what_is_configured(
    values: dict[str, str], names: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(open_channels(loaded(monkeypatch, values), now)) == names


def test_mail_can_be_asked_about_where_copies_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not open_channels(loaded(monkeypatch, MAIL), now)["email"].tells
    assert open_channels(loaded(monkeypatch, MAIL | COPIES), now)["email"].tells


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SMTP_HOST": "mail.town.example"}, "SMTP_FROM"),
        (MAIL | {"SMTP_FROM": "镇安委办"}, "smtp_from"),
        (MAIL | {"SMTP_FROM": "a@b.cn\nBcc: <c@d.cn>"}, "smtp_from"),
        (MAIL | {"SMTP_SECURITY": "plain"}, "this machine"),
        (MAIL | {"SMTP_SECURITY": "ssl"}, "smtp_security"),
        (MAIL | {"SMTP_USER": "anwei"}, "SMTP_PASSWORD"),
        (GATEWAY | {"SMS_URL": "http://sms.town.example"}, "https"),
        (GATEWAY | {"SMS_SECRET": "short"}, "sms_secret"),
        (GATEWAY | {"SMS_SIGN_NAME": ""}, "SMS_SIGN_NAME"),
        (GATEWAY | ALIYUN, "not both"),
        (ALIYUN | {"ALIYUN_KEY_SECRET": ""}, "ALIYUN_KEY_SECRET"),
        (MAIL | COPIES | {"IMAP_PASSWORD": ""}, "belong together"),
        (MAIL | COPIES | {"IMAP_URL": ""}, "belong together"),
        (MAIL | COPIES | {"SMTP_COPY_TO": ""}, "belong together"),
        (COPIES, "PAICHA_SMTP_HOST"),
        (MAIL | COPIES | {"SMTP_COPY_TO": "副本 <copies@town.example>"}, "without a name"),
        (MAIL | COPIES | {"SMTP_COPY_TO": "nobody"}, "smtp_copy_to"),
        (MAIL | COPIES | {"IMAP_URL": "https://mail.town.example"}, "imaps://user@host/INBOX"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://copies@mail.example:70000/INBOX"}, "imaps://user@host/INBOX"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://mail.town.example/INBOX"}, "has a user"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://a:0123456789abcdef@mail.town.example"}, "nothing stands"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://a%0d%0a@mail.town.example"}, "has a user"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://a@mail.town.example/副本"}, "modified UTF-7"),
        (MAIL | COPIES | {"IMAP_URL": "imaps://a@mail.town.example/a%22b"}, "modified UTF-7"),
        ({"SMS_LIMITS": "1/60,x"}, "limits are written"),
        ({"SMS_LIMITS": "1/90000"}, "limits are written"),
        ({"SMS_LIMITS": "0/60"}, "limits are written"),
    ],
)
def test_what_can_not_work_is_said_at_the_start(
    values: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValidationError, match=said) as refused:
        loaded(monkeypatch, values)
    assert "0123456789abcdef" not in str(refused.value)


def test_secrets_come_from_files_and_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "paicha_sms_secret").write_text(GATEWAY["SMS_SECRET"])
    monkeypatch.setenv("PAICHA_SECRETS_DIR", str(tmp_path))
    settings = loaded(monkeypatch, {name: text for name, text in GATEWAY.items() if name != "SMS_SECRET"})
    assert settings.sms_secret is not None
    assert settings.sms_secret.get_secret_value() == GATEWAY["SMS_SECRET"]
    assert GATEWAY["SMS_SECRET"] not in repr(settings)


def test_what_a_message_uses_up(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(
        monkeypatch, {"SMS_LIMITS": "2/60, 9/3600", "SMS_BUDGET_YUAN": "300", "SMS_PRICE_FEN": "4"}
    )
    wish = wish_to_send(settings, "sms", "+8613800138000", "report_due", a_minute=60)
    assert wish.budget == Budget(30_000, 4)
    assert [limit.windows for limit in wish.limits] == [(Window(60, 60),), (Window(60, 2), Window(3600, 9))]
    mail = wish_to_send(settings, "email", "zhang@village.example", None, a_minute=60)
    assert (mail.budget, [limit.measure for limit in mail.limits]) == (None, ["minute"])


def test_robots_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "robots.json"
    file.write_text(json.dumps({"镇安全群": "dingtalk://secret@token1"}))
    settings = loaded(monkeypatch, {"ROBOTS_FILE": str(file)})
    assert set(open_channels(settings, now)) == {"robot"}
    (named,) = read_robots(file).items()
    assert wish_of_robot(*named).limits[0].windows == (Window(60, 20),)


@pytest.mark.parametrize("content", ["", "[]", '{"群": 1}', '{"群": "x://t0ken"}'])
def test_a_file_of_robots_that_is_none(content: str, tmp_path: Path) -> None:
    file = tmp_path / "robots.json"
    file.write_text(content)
    with pytest.raises(ValueError, match="PAICHA_ROBOTS_FILE") as refused:
        read_robots(file)
    assert "t0ken" not in str(refused.value)
