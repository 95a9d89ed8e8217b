"""Healing one service's log and stream: the service mends what it may, the provisioner does the rest."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from nats.errors import Error as NatsError

from deploy.cli.catching_up import STILL_SECONDS, CatchingUp, State
from deploy.cli.gateway import Gateway
from deploy.cli.provisioner import provisioner_access
from deploy.embedded.refusal import Refusal
from deploy.publishing.connection import BusAccess, signed_in
from shared.bus.provision import recreate
from shared.bus.users import OWN_LOG
from shared.json_types import JsonObject

Keep: TypeAlias = Literal["log", "stream"]

_STILL = (
    f"日志与消息流仍不一致，且 {STILL_SECONDS} 秒没有进展：请查看该服务的日志，然后再次运行本命令。 "
    f"They still disagree, and nothing has moved for {STILL_SECONDS} s: see the service's log, then run this "
    "again."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    service: str
    before: State
    after: State
    healed: bool
    done: str
    """What was done, or what the operator has to do."""

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
        return tuple(OWN_LOG) if named is None else (named,)

    def of(self, service: str) -> Outcome:
        catching_up = CatchingUp(self.gateway, service)
        before = catching_up.state()
        if before["verdict"] == "equal":
            return Outcome(service, before, before, True, "一致，无需修复。 Nothing to do.")
        if before["verdict"] == "different":
            return self._decide(catching_up, before)
        done = catching_up.healed(before)
        if done["needs"] == "recreate":
            return self._refill(catching_up, before)
        return _outcome(catching_up, before, _told(done["healed"]))

    def _decide(self, catching_up: CatchingUp, before: State) -> Outcome:
        """Nobody but an operator knows which of two histories is the true one."""
        if self.keep == "log":
            return self._refill(catching_up, before)
        if self.keep == "stream":
            position = before["position"]
            text = (
                "日志只能追加，不能就地改写：请停止 paicha，将该服务的数据库恢复到与消息流一致的备份"
                f"（早于位置 {position}）或清空，启动后再次运行本命令，日志即从消息流补回。 "
                "The log is append-only: stop paicha, restore this service's database from a backup that "
                "agrees with the stream, or empty it, start, and run this again: the log is refilled."
            )
            return Outcome(catching_up.service, before, before, False, text)
        text = (
            "同一位置内容不同，请核对后用 --keep log 或 --keep stream 指明以何者为准。 "
            "They differ at one position: find out which is right, then say --keep log or --keep stream."
        )
        return Outcome(catching_up.service, before, before, False, text)

    def _refill(self, catching_up: CatchingUp, before: State) -> Outcome:
        asyncio.run(_recreate(self.provisioner(), before["log"], before["logid"]))
        text = "已重建消息流并由日志补齐。 The stream was made anew from the log."
        return _outcome(catching_up, before, text)

    def provisioner(self) -> BusAccess:
        return provisioner_access(self.data)


def _outcome(catching_up: CatchingUp, before: State, done: str) -> Outcome:
    """Nothing is claimed that the last look does not bear out."""
    after, level = catching_up.until_level()
    return Outcome(catching_up.service, before, after, level, done if level else _STILL)


def _told(taken: dict[str, int] | None) -> str:
    if taken is None:
        return "转发已补齐。 The relay has caught up."
    return f"从消息流取回 {taken['first']}–{taken['last']}。 Taken over from the stream."


async def _recreate(access: BusAccess, log: str, log_id: str) -> None:
    """Deleted and not created again is healed by running it once more: nothing but the log is needed."""
    try:
        async with signed_in(access) as bus:
            await recreate(bus, log, log_id)
    except (NatsError, OSError, TimeoutError) as error:
        raise Refusal(
            f"未能在 {access.url} 重建 {log} 的消息流：请确认 NATS 正在运行，再次运行本命令。",
            f"The stream of {log} could not be made anew on {access.url} ({error!r}): make sure that NATS is "
            "up, then run this again.",
        ) from error
