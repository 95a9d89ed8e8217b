"""Whether something that was started is of use yet."""

from collections.abc import Awaitable, Callable

import httpx

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


def started(url: str) -> Probe:
    """Ready, or halted: that takes an operator, who needs a deployment that runs."""

    async def probe() -> bool:
        async with httpx.AsyncClient(timeout=5) as client:
            try:
                answer = await client.get(url)
            except httpx.HTTPError:
                return False
        return answer.status_code == httpx.codes.OK or is_halted(answer)

    return probe


def is_halted(answer: httpx.Response) -> bool:
    if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or "json" not in answer.headers.get(
        "content-type", ""
    ):
        return False
    checks = answer.json().get("checks", {})
    return str(checks.get("log")).startswith(HALTED)
