"""A town whose reminders people look at in a real browser; the service runs in a thread, at an address."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, TypeVar

import httpx
from playwright.sync_api import Browser

from shared.facts.account import SAFETY_OFFICE_ID, Account, Person, Role
from shared.identity.session import COOKIE
from tests.notifications.chain import TOWN
from tests.notifications.sending.town import Reminded
from tests.support.browsers import Seen, seen_by
from tests.support.http_server import listening

Answer = TypeVar("Answer")
PATIENCE_SECONDS = 120
HOME = "/notifications/pages/reminders"


def person(role: Role, organisation: str | None = None, township: str = TOWN) -> Account:
    """Called `<role>-1`, as contacts of these tests name their accounts."""
    if role == "safety_office":
        organisation = SAFETY_OFFICE_ID
    organisations = frozenset() if organisation is None else frozenset({organisation})
    return Account(f"{role}-1", township, role, organisations, person=Person("王芳", "科员"))


@dataclass
class Visits:
    url: str
    town: Reminded
    loop: asyncio.AbstractEventLoop

    def do(self, doing: Coroutine[Any, Any, Answer]) -> Answer:
        """In the thread of the service."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(PATIENCE_SECONDS)

    def until(self, where: str, many: int = 1) -> list[Any]:
        return self.do(self.town.until(where, many))

    def asked_by(self, who: Account) -> httpx.Client:
        """Pages without a browser, as somebody signed in."""
        assert self.town.service.sessions is not None
        cookies = {COOKIE: self.town.service.sessions.cookie_of(who)}
        return httpx.Client(base_url=self.url, cookies=cookies, headers={"origin": self.url}, timeout=60)

    @contextmanager
    def by(self, browser: Browser, who: Account, width: int = 1280, **more: Any) -> Iterator[Seen]:
        assert self.town.service.sessions is not None
        cookie = {
            "name": COOKIE, "value": self.town.service.sessions.cookie_of(who), "url": self.url,
            "httpOnly": True, "sameSite": "Lax",
        }  # fmt: skip
        with seen_by(browser, width, base_url=self.url, **more) as seen:
            seen.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a literal that was built
            yield seen
            assert all(asked.startswith((self.url, "data:")) for asked in seen.asked), seen.asked


@contextmanager
def visited(
    opened: Callable[[], AbstractAsyncContextManager[Reminded]],
) -> Iterator[Visits]:
    """Until the last visit, the service answers in a thread of its own: the browser's calls block."""
    found: list[Visits | BaseException] = []
    ready, over = Event(), asyncio.Event()

    async def serve() -> None:
        async with opened() as town:
            assert town.service.app is not None
            async with listening(town.service.app) as url:
                found.append(Visits(url, town, asyncio.get_running_loop()))
                ready.set()
                await over.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:  # noqa: BLE001 - told in the test's own thread
            found.append(error)
        finally:
            ready.set()

    thread = Thread(target=run)
    thread.start()
    ready.wait()
    visits = found[0]
    if isinstance(visits, BaseException):
        raise visits
    try:
        yield visits
    finally:
        visits.loop.call_soon_threadsafe(over.set)
        thread.join()
        if isinstance(found[-1], BaseException):
            raise found[-1]
