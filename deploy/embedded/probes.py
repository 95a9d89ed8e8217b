"""Whether something that was started is of use yet."""

from collections.abc import Awaitable, Callable

import httpx

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
