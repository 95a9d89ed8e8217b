"""Where copies are looked for, as it is written in a setting."""

import pytest

from services.notifications.channels.mailbox_address import MailboxAddress, read_mailbox_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("imaps://copies@mail.example", ("mail.example", 993, "tls", "copies", "INBOX")),
        (
            "imaps://copies@town.example@mail.example:1993/INBOX/Sent%20copies",
            ("mail.example", 1993, "tls", "copies@town.example", "INBOX/Sent copies"),
        ),
        (
            "imaps://copies%40town.example@mail.example/&Xfg",
            ("mail.example", 993, "tls", "copies@town.example", "&Xfg"),
        ),
        ("imap://copies@mail.example/", ("mail.example", 143, "starttls", "copies", "INBOX")),
        ("imap://copies@127.0.0.1:2143/INBOX", ("127.0.0.1", 2143, "plain", "copies", "INBOX")),
        ("imaps://copies@localhost/INBOX", ("localhost", 993, "tls", "copies", "INBOX")),
    ],
)
def test_user_host_and_folder(url: str, address: tuple[str, int, str, str, str]) -> None:
    assert read_mailbox_address(url) == MailboxAddress(*address)  # type: ignore[arg-type]  # one of three words
