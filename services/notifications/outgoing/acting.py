"""Somebody who decides about reminders, and the record that he did."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, ConfigDict

from services.notifications.sending.equipment import Equipment
from services.notifications.sending.record import record_act
from shared.event_log.connection import Connection, Pool
from shared.facts.account import Account
from shared.json_types import Json


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Acting:
    equipment: Equipment
    account: Account

    @property
    def pool(self) -> Pool:
        """As the role that may write reminders."""
        return self.equipment.pool

    @property
    def now(self) -> datetime:
        return self.equipment.clock.now()

    @property
    def township(self) -> str:
        return self.account.township

    async def record(self, connection: Connection, act: str, **known: Json) -> None:
        """In the transaction of what was decided."""
        await record_act(connection, self.township, act, self.account.name, self.now, **known)


def acting(request: Request, account: Account) -> Acting:
    return Acting(request.app.state.equipment, account)
