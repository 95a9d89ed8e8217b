"""A page in Chromium 83, as 360 browsers and older Android webviews still are: a process of its own.

`python -m tests.support.chromium_83` takes steps as JSON on its input and writes as JSON what came of them.
Qt is only ever in that process: it wants the main thread, and ends loudly.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from PyQt5.QtCore import QByteArray, QEventLoop, QTimer, QUrl
from PyQt5.QtNetwork import QNetworkCookie
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineProfile, QWebEngineView
from PyQt5.QtWidgets import QApplication

_PATIENCE_MS = 30_000
_LOOK_MS = 50

Came = Callable[[Any], None]


class Heard(QWebEnginePage):
    """Keeps what is said on the console."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        self.said: list[str] = []

    def javaScriptConsoleMessage(self, level: int, message: str, line: int, source: str) -> None:  # noqa: ARG002, N802 # Qt's own name and arguments
        self.said.append(f"{message} ({source}:{line})")


class Window:
    def __init__(self, cookies: list[dict[str, str]], width: int) -> None:
        # Of a profile of one's own this version sends no cookie that was set.
        self._profile = QWebEngineProfile.defaultProfile()
        self._profile.setPersistentCookiesPolicy(QWebEngineProfile.NoPersistentCookies)
        self._profile.setHttpCacheType(QWebEngineProfile.MemoryHttpCache)
        self.page = Heard(self._profile)
        self._view = QWebEngineView()
        self._view.setPage(self.page)
        self._view.resize(width, 800)
        self._view.show()
        for cookie in cookies:
            made = QNetworkCookie(QByteArray(cookie["name"].encode()), QByteArray(cookie["value"].encode()))
            made.setPath("/")
            made.setHttpOnly(True)
            made.setDomain(urlsplit(cookie["url"]).hostname)
            self._keep(made, QUrl(cookie["url"]))

    def _keep(self, cookie: QNetworkCookie, address: QUrl) -> None:
        """Until it is kept: on a page that is opened before nobody is signed in."""
        store = self._profile.cookieStore()

        def begin(came: Came) -> None:
            store.cookieAdded.connect(came)
            store.setCookie(cookie, address)

        if _waited(begin) is None:
            raise RuntimeError("the browser keeps no cookie")
        store.cookieAdded.disconnect()

    def do(self, kind: str, text: str) -> Any:
        return {"open": self._open, "until": self._until, "script": self._ask}[kind](text)

    def _open(self, address: str) -> bool:
        def begin(came: Came) -> None:
            self.page.loadFinished.connect(came)
            self.page.load(QUrl(address))

        loaded = bool(_waited(begin))
        self.page.loadFinished.disconnect()
        return loaded

    def _ask(self, script: str) -> Any:
        return _waited(lambda came: self.page.runJavaScript(script, came))

    def _until(self, script: str) -> bool:
        for _ in range(_PATIENCE_MS // _LOOK_MS):
            if self._ask(script):
                return True
            _waited(lambda came: QTimer.singleShot(_LOOK_MS, lambda: came(None)))
        return False


def _waited(begin: Callable[[Came], None]) -> Any:
    """What `begin` is told, or None where nothing comes."""
    loop = QEventLoop()
    found: list[Any] = []

    def came(value: Any) -> None:
        found.append(value)
        loop.quit()

    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    begin(came)
    if not found:
        loop.exec_()
    return found[0] if found else None


def main() -> None:
    asked = json.load(sys.stdin)
    _application = QApplication([sys.argv[0], "--no-sandbox", "--disable-gpu"])
    window = Window(asked["cookies"], asked["width"])
    answers = [window.do(kind, text) for kind, text in asked["steps"]]
    sys.stdout.write(json.dumps({"answers": answers, "said": window.page.said}))
    sys.stdout.flush()
    os._exit(0)  # taken apart in order, the default profile would still complain, and crash


if __name__ == "__main__":
    main()
