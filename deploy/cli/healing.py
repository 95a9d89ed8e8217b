"""Healing one service's log and stream: the service mends what it may, the provisioner does the rest."""

import asyncio
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from deploy.cli.gateway import Gateway
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from shared.bus.connect import connected
from shared.bus.permissions import INTAKE_OF, PROVISIONER
from shared.bus.provision import recreate
from shared.json_types import JsonObject

Keep: TypeAlias = Literal["log", "stream"]

_REFILL_SECONDS = 300
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    service: str
    before: dict[str, Any]
    after: dict[str, Any]
    done: str
    """What was done, or what the operator has to do."""

    @property
    def healed(self) -> bool:
        return bool(self.after["verdict"] == "equal")

    def told(self) -> str:
        stream = self.after["stream"]
        last = "–" if stream is None else stream["last"]
        state = f"{self.before['verdict']} → {self.after['verdict']}"
        return (
            f"{self.service}: {state}, log 日志 {self.after['position']}, stream 消息流 {last}. {self.done}"
        )

    def to_json(self) -> JsonObject:
        return {
            "service": self.service, "healed": self.healed, "before": self.before, "after": self.after,
            "done": self.done,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Healing:
    gateway: Gateway
    data: Path | None
    keep: Keep | None

    def services(self, named: str | None) -> tuple[str, ...]:
        return INTAKE_OF if named is None else (named,)

    def of(self, service: str) -> Outcome:
        before = self._state(service)
        if before["verdict"] == "equal":
            return Outcome(service, before, before, "一致，无需修复。 Nothing to do.")
        if before["verdict"] == "different":
            return self._decide(service, before)
        done = self.gateway.post(f"/{service}/audit/heal").json()
        taken = done["healed"]
        if done["needs"] == "recreate":
            return self._refill(service, before)
        if taken is not None:
            text = f"从消息流取回 {taken['first']}–{taken['last']}。 Taken over from the stream."
            return Outcome(service, before, self._until_equal(service), text)
        return Outcome(service, before, self._until_equal(service), "转发已补齐。 The relay has caught up.")

    def _decide(self, service: str, before: dict[str, Any]) -> Outcome:
        """Nobody but an operator knows which of two histories is the true one."""
        if self.keep == "log":
            return self._refill(service, before)
        if self.keep == "stream":
            position = before["position"]
            text = (
                "日志只能追加，不能就地改写：请停止 paicha，将该服务的数据库恢复到与消息流一致的备份"
                f"（早于位置 {position}）或清空，启动后再次运行本命令，日志即从消息流补回。 "
                "The log is append-only: stop paicha, restore this service's database from a backup that "
                "agrees with the stream, or empty it, start, and run this again: the log is refilled."
            )
            return Outcome(service, before, before, text)
        text = (
            "同一位置内容不同，请核对后用 --keep log 或 --keep stream 指明以何者为准。 "
            "They differ at one position: find out which is right, then say --keep log or --keep stream."
        )
        return Outcome(service, before, before, text)

    def _refill(self, service: str, before: dict[str, Any]) -> Outcome:
        url, password = self._provisioner()
        asyncio.run(_recreate(url, password, before["log"], before["logid"]))
        after = self._until_equal(service)
        return Outcome(
            service, before, after, "已重建消息流并由日志补齐。 The stream was made anew from the log."
        )

    def _provisioner(self) -> tuple[str, str]:
        url, password = os.environ.get("PAICHA_NATS_URL"), os.environ.get("PAICHA_NATS_PROVISIONER_PASSWORD")
        if self.data is None and url and password:
            return url, password
        if self.data is None and os.environ.get("PAICHA_URL"):
            raise Refusal(
                "重建消息流需要 PAICHA_NATS_URL 与 PAICHA_NATS_PROVISIONER_PASSWORD。",
                "Making a stream anew takes PAICHA_NATS_URL and PAICHA_NATS_PROVISIONER_PASSWORD.",
                usage=True,
            )
        folder = DataFolder(self.data or DEFAULT)
        return running_address(folder).nats_url, folder.secret("bus", PROVISIONER)

    def _until_equal(self, service: str) -> dict[str, Any]:
        """The state once the relay has caught up, or as it is when that takes too long."""
        until = time.monotonic() + _REFILL_SECONDS
        while (state := self._state(service))["verdict"] != "equal" and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        return state

    def _state(self, service: str) -> dict[str, Any]:
        state: dict[str, Any] = self.gateway.get(f"/{service}/audit/state").json()
        return state


async def _recreate(url: str, password: str, log: str, log_id: str) -> None:
    async with connected(url, PROVISIONER, password, on_closed=lambda: None) as bus:
        await recreate(bus, log, log_id)
