"""An inbox as the deployment starts it: a process of its own, behind a real gateway."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
import orjson
from joserfc.jwk import ECKey

from deploy.embedded.accounts.store import ensure_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.inbox.signed import SIGNATURE, SIGNED_AT, signature
from deploy.embedded.issuer.keys import ensure_keys
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.owners import give_out, open_ways
from deploy.embedded.programs import inbox_launch
from deploy.embedded.running import Address, write_address
from deploy.embedded.sending import ensure_inbox, inbox_key
from deploy.embedded.session_key import ensure_session_key
from deploy.servers.ports import LOOPBACK, free_port
from deploy.servers.process import Launch
from shared.bus.users import REBUILD, SERVICES
from shared.clock import DemoTime
from shared.facts.account import SAFETY_OFFICE_ID, Account, Role
from shared.identity.session import SessionClaims, session_cookie
from tests.deploy.gateways import gateway
from tests.support.demo_clocks import keep_clock
from tests.support.servers import Running

TOWNSHIP = "500112143"


@dataclass
class Inbox:
    folder: DataFolder
    address: Address
    ports: dict[str, int] = field(default_factory=lambda: {"inbox": free_port(), "smtp": free_port()})

    @property
    def sms_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports['inbox']}"

    @property
    def opening(self) -> str:
        """The address that is printed."""
        return f"{self.address.url}/inbox/?key={inbox_key(self.folder)}"

    def launch(self) -> Launch:
        return inbox_launch(self.folder, self.ports, self.address)

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.sms_url}/inbox/health/ready", verify=False).is_success
        except httpx.HTTPError:
            return False

    async def mail(self, to: str, title: str, text: str, html: str | None = None, id_: str = "r-1") -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "镇安委办 <office@example.invalid>", to, title
        message["Message-ID"] = f"<{id_}>"
        message.set_content(text)
        if html is not None:
            message.add_alternative(html, subtype="html")
        await aiosmtplib.send(message, hostname=LOOPBACK, port=self.ports["smtp"], start_tls=False)

    def text(self, id_: str, to: str, text: str, **changed: Any) -> httpx.Response:
        told = {
            "id": id_,
            "attempt": 1,
            "to": to,
            "template": "due",
            "variables": {"period": "3"},
            "sign_name": "镇安委办",
        }
        return self.signed("POST", "/messages", orjson.dumps({**told, "text": text, **changed}))

    def signed(
        self, method: str, path: str, body: bytes = b"", *, late: int = 0, secret: str = ""
    ) -> httpx.Response:
        signed_at = str(int(time.time()) - late)
        secret = secret or self.folder.secret("notifications", "paicha_sms_secret")
        headers = {SIGNED_AT: signed_at, SIGNATURE: signature(secret, signed_at, body or path.encode())}
        headers["Content-Type"] = "application/json"
        return httpx.request(method, self.sms_url + path, content=body, headers=headers, verify=False)

    def told(self, role: str = "operator", **query: int) -> httpx.Response:
        """Over the gateway."""
        organisation = "v-dasheng" if role == "reporter" else None
        token = token_for(self.folder, role, organisation, TOWNSHIP)
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{self.address.url}/inbox/messages", headers=headers, params=query, verify=False)

    def cookie(self, role: Role) -> str:
        """Of somebody who has signed in with a browser, as the registry gives it."""
        key = ECKey.import_key(json.loads(self.folder.session_key.read_text("utf-8")))
        organisations = frozenset({SAFETY_OFFICE_ID} if role == "safety_office" else ())
        account, now = Account(f"{role}@{TOWNSHIP}", TOWNSHIP, role, organisations), int(time.time())
        return session_cookie(key, account, SessionClaims(now, now + 3600), now)

    def messages(self, **query: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.told(**query).json()["messages"]
        return found


@contextmanager
def inbox_behind_gateway(path: Path, clock: DemoTime | None = None) -> Iterator[tuple[Inbox, Running]]:
    folder = DataFolder(path)
    folder.create()
    ensure_keys(folder)
    ensure_session_key(folder)
    ensure_accounts(folder, TOWNSHIP)
    ensure_inbox(folder)
    for user in (*SERVICES, REBUILD):
        folder.secret(user, "paicha_nats_password")
    if clock is not None:
        keep_clock(folder.demo_clock.parent, clock)
    ports = {"inbox": free_port(), "smtp": free_port()}
    with gateway("embedded", path, ports["inbox"], name="inbox") as port:
        url = f"http://{LOOPBACK}:{port}"
        address = Address(url, "", f"{url}/issuer", demo=False, demo_clock=clock is not None)
        write_address(folder, address)
        open_ways(folder)
        give_out(folder)
        running = Running(inbox := Inbox(folder, address, ports))
        running.start()
        try:
            yield inbox, running
        finally:
            running.stop()
