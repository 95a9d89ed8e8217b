"""Looking at what a service has read of the logs that it follows."""

from collections.abc import Sequence

from shared.facts.account import Account
from shared.follower.follower import Follower
from shared.operations.row import Row
from shared.operations.rows.of_reading import read_model_row, reader_row
from shared.operations.standing import Standing
from shared.operations.words import Words
from shared.read_model.checkpointed import Checkpointed


def look_at_follower(standing: Standing, log: str, follower: Follower, effect: Words) -> None:
    """`effect`: what it means for figures when it is late."""
    name = f"reader {log}"

    async def look(_: Account) -> Sequence[Row]:
        return [reader_row(standing.service, log, follower.lag, standing.trend(name), effect)]

    standing.add(name, look, {name: lambda: follower.lag.positions})


def look_at_read_model(standing: Standing, model: Checkpointed) -> None:
    async def look(_: Account) -> Sequence[Row]:
        folded = await model.folded()
        stopped = list(folded.stopped.values())
        return [read_model_row(standing.service, model.model.name, folded.behind, stopped)]

    standing.add("read model", look)
