"""Whether what follows a log keeps up with it, as health tells it."""

from shared.follower.follower import Follower
from shared.follower.lag import Following
from shared.http.health import ReadyCheck


def keeps_up(follower: Follower, within_seconds: float) -> ReadyCheck:
    async def check() -> str | None:
        if follower.stopped is not None:
            return str(follower.stopped)
        lag = follower.lag
        if lag.state is not Following.FOLLOWING:
            return f"is {lag.state.value}"
        if lag.seconds > within_seconds:
            return f"is {lag.positions} events and {lag.seconds:.0f} s behind"
        return None

    return check
