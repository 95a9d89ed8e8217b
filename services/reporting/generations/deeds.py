"""What operators do to generations, each on record."""

from dataclasses import dataclass

from fastapi import Request

from services.reporting.generations.switching import Decision, Switching
from shared.facts.account import Account
from shared.json_types import JsonObject
from shared.operations.acts import Acts, acts_of


@dataclass(frozen=True, slots=True)
class Deeds:
    """Of the whole deployment: a generation holds every town."""

    switching: Switching
    acts: Acts

    async def compare(self, account: Account, name: str) -> JsonObject:
        async with self.acts.on_record(account, "generation_compared", name, of_all_towns=True) as record:
            compared = await self.switching.compare(name)
            record.outcome["equal"] = bool(compared["equal"])
        return compared

    async def sign(self, account: Account, name: str, difference: str, reason: str) -> JsonObject:
        act = "difference_signed"
        async with self.acts.on_record(account, act, name, reason, of_all_towns=True) as record:
            signed = await self.switching.sign(name, difference, Decision(account.name, reason))
            record.outcome["difference"] = difference
        return signed

    async def cut_over(self, account: Account, name: str, reason: str) -> JsonObject:
        act = "generation_switched"
        async with self.acts.on_record(account, act, name, reason, of_all_towns=True) as record:
            done = await self.switching.cut_over(name, Decision(account.name, reason))
            record.outcome |= _way(done)
        return done

    async def roll_back(self, account: Account, reason: str) -> JsonObject:
        act = "generation_rolled_back"
        async with self.acts.on_record(account, act, "", reason, of_all_towns=True) as record:
            done = await self.switching.roll_back(Decision(account.name, reason))
            record.outcome |= _way(done)
        return done

    async def drop(self, account: Account, name: str, reason: str = "") -> None:
        async with self.acts.on_record(account, "generation_dropped", name, reason, of_all_towns=True):
            await self.switching.drop(name)


def deeds_of(request: Request) -> Deeds:
    state = request.app.state
    return Deeds(state.switching, acts_of(request))


def _way(done: JsonObject) -> JsonObject:
    return {name: done[name] for name in ("from", "to", "positions")}
