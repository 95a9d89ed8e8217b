"""Whether something that was started is of use yet."""

from collections.abc import Awaitable, Callable

import httpx

from shared.read_model.model import FOLDED_ANEW
from shared.relay.write_fence import HALTED

Probe = Callable[[], Awaitable[bool]]


def whether(ready: Callable[[], bool]) -> Probe:
    async def probe() -> bool:
        return ready()

    return probe


def answers(url: str) -> Probe:
    async def probe() -> bool:
        async with httpx.AsyncClient(timeout=5) as client:
            try:
                return (await client.get(url)).status_code == httpx.codes.OK
            except httpx.HTTPError:
                return False

    return probe


class Service:
    """Probes one that was started."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._doing = ""

    def telling(self) -> str:
        """What it does while starting takes long for a good reason."""
        return self._doing

    async def started(self) -> bool:
        """Ready, or halted: that takes an operator, who needs a deployment that runs."""
        async with httpx.AsyncClient(timeout=5) as client:
            try:
                answer = await client.get(self._url)
            except httpx.HTTPError:
                return False
        checks = _checks(answer)
        told = [str(said) for said in checks.values() if str(said).startswith(FOLDED_ANEW)]
        self._doing = told[0] if told else ""
        return answer.status_code == httpx.codes.OK or str(checks.get("log")).startswith(HALTED)


def _checks(answer: httpx.Response) -> dict[str, object]:
    """What health says of each part; nothing where it is not health that answers."""
    if "json" not in answer.headers.get("content-type", ""):
        return {}
    checks = answer.json().get("checks")
    return checks if isinstance(checks, dict) else {}
