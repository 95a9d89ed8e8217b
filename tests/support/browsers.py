"""A real browser, Debian's Chromium: what people see of a page, and what it asks for meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# The same without a window around each page, which costs three times as much.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def _program() -> str:
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"no Chromium here: install {_NAMES[0]}, or run `make browser` as root, then again")
    return found


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program())
        yield browser
        browser.close()


@dataclass
class Seen:
    """A page, with all that went wrong on it and the addresses that it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    @property
    def scrolls_sideways(self) -> bool:
        root = "document.documentElement"
        wider: bool = self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")
        return wider


@contextmanager
def seen_by(browser: Browser, width: int = 1280, height: int = 800, **more: Any) -> Iterator[Seen]:
    """A window without a past. Nothing may be complained about in it."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **more)
    seen = Seen(context.new_page())
    seen.page.on("console", lambda said: seen.complaints.append(said.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    try:
        yield seen
        assert seen.complaints == [], "\n".join(seen.complaints)
    finally:
        context.close()
