"""Style, scripts and htmx: served by each service at addresses that change with their content.

All of a service's assets share one hash, so that a script may import another by its name.
"""

from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/manifest+json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_HTMX = "django-htmx"
"""The wheel that carries htmx; nothing of it is imported."""


class Asset(NamedTuple):
    content: bytes
    media_type: str


class Assets:
    """`packages` are looked through for their folder `static`; of equal names the later one holds."""

    def __init__(self, service: str, packages: Sequence[str] = ()) -> None:
        self._service = service
        self.assets = {"htmx.js": Asset(_htmx(), _TYPES[".js"])}
        for package in ("shared.pages", *packages):
            self.assets |= _of(files(package) / "static")
        self.hash = _hash(self.assets)

    def address(self, name: str) -> str:
        """For a page; KeyError for a name that is not there."""
        self.assets[name]
        return f"/{self._service}/assets/{self.hash}/{name}"


def _of(folder: Traversable) -> dict[str, Asset]:
    if not folder.is_dir():
        return {}
    return {
        each.name: Asset(each.read_bytes(), _TYPES[Path(each.name).suffix])
        for each in folder.iterdir()
        if Path(each.name).suffix in _TYPES
    }


def _htmx() -> bytes:
    try:
        path = distribution(_HTMX).locate_file("django_htmx/static/django_htmx/htmx-2.min.js")
    except PackageNotFoundError:
        raise RuntimeError(f"{_HTMX} is not installed: run `make setup` (deploy/htmx.txt)") from None
    return Path(str(path)).read_bytes()


def _hash(assets: dict[str, Asset]) -> str:
    whole = sha256()
    for name in sorted(assets):
        whole.update(name.encode() + b"\0" + sha256(assets[name].content).digest())
    return whole.hexdigest()[:16]
