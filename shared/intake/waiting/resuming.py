"""Loading the facts that waited when the last process ended."""

from datetime import UTC, datetime
from typing import Any

from shared.aggregates.command_registry import CommandRegistry
from shared.event_log.connection import Connection
from shared.events.voiding import VoidFact
from shared.facts.cloud_event import read_cloud_event
from shared.facts.cloud_event import refused as refused_by
from shared.facts.fact import Fact
from shared.facts.receipt import Receipt
from shared.intake.judging.about import About, about
from shared.intake.judging.line import Line, line_of
from shared.intake.judging.read_fact import read_kept_fact
from shared.intake.judging.retraction import Found, Target, find_targets, named_key, voiding_data
from shared.intake.judging.waiting_limits import weight_of
from shared.intake.judging.waiting_line import Waiting
from shared.intake.judging.waiting_room import WaitingRoom
from shared.intake.store.statements import keep_refusals, read_waiting
from shared.intake.waiting.receipts import Decided
from shared.problems import Rejected


async def take_up(connection: Connection, room: WaitingRoom, commands: CommandRegistry) -> list[Decided]:
    """Fill the waiting room from its table; returns, refused, what this release can't read any more."""
    read = [(row, _read_again(row, commands)) for row in await read_waiting(connection)]
    refused = [(row, each) for row, each in read if isinstance(each, Receipt)]
    if refused:
        await keep_refusals(connection, [receipt for _, receipt in refused])
    facts = [(row, each) for row, each in read if isinstance(each, Fact)]
    voidings = [fact for _, fact in facts if fact.type == VoidFact.type]
    targets = await find_targets(connection, voidings) if voidings else {}
    now = datetime.now(UTC)
    for row, fact in facts:
        named = about(fact, commands)
        line = _line(fact, named, room, targets.get(fact.key))
        # While no process ran nothing could become known to them: the time they may wait begins anew.
        room.enter(Waiting(row["number"], fact, named, row["over_bus"], now, line, weight_of(fact)))
    return [Decided(row["number"], receipt if row["over_bus"] else None) for row, receipt in refused]


def _read_again(row: dict[str, Any], commands: CommandRegistry) -> Fact | Receipt:
    message, account = row["message"], row["account"]
    try:
        return read_kept_fact(read_cloud_event(message), account, commands)
    except Rejected as why:
        return refused_by(message, account, why)


def _line(fact: Fact, named: About, room: WaitingRoom, target: Found) -> Line:
    """The line it stood in; a voiding's is that of the fact it takes back, recorded or waiting."""
    if named.stream is not None:
        return line_of(fact, named.stream)
    if isinstance(target, Target):
        return line_of(fact, target.stream)
    behind = room.find(named_key(fact, voiding_data(fact)))
    return line_of(fact, None if behind is None else behind.line)
