"""The issuer's public keys, from a file or an address, fetched again when a token names an unknown one."""

import asyncio
import time
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from shared.logging import get_logger
from shared.problems import Rejected

LIFETIME_SECONDS = 600
"""A key the issuer has withdrawn is refused after this time at the latest."""
PAUSE_SECONDS = 5
"""Between two fetches, so that made-up key ids cause no storm of them."""

_log = get_logger(__name__)


class SigningKeys:
    """While the issuer can't be reached, the keys last read stay valid."""

    def __init__(
        self, source: str, monotonic: Callable[[], float] = time.monotonic, pause: float = PAUSE_SECONDS
    ) -> None:
        if "://" in source:
            _check_address(source)
        self._source = source
        self._monotonic = monotonic
        self._pause = pause
        self._keys: KeySet | None = None
        self._tried: float | None = None
        self._read: float = 0
        self._fetching = asyncio.Lock()

    async def holding(self, key_id: str | None) -> KeySet:
        """The keys, after another look at the issuer when they are old or lack this one."""
        if self._keys is None or self._is_old() or not self._has(key_id):
            async with self._fetching:
                if self._keys is None or self._is_old() or not self._has(key_id):
                    await self._refresh()
        if self._keys is None:
            raise Rejected("not_ready", detail="签名密钥尚未取得 the signing keys could not be read yet")
        return self._keys

    @property
    def current(self) -> KeySet | None:
        """Those last read; None when they are to be read again first."""
        return None if self._is_old() else self._keys

    def _is_old(self) -> bool:
        return self._monotonic() - self._read > LIFETIME_SECONDS

    def _has(self, key_id: str | None) -> bool:
        return self._keys is not None and (key_id is None or any(key.kid == key_id for key in self._keys))

    async def _refresh(self) -> None:
        now = self._monotonic()
        if self._tried is not None and now - self._tried < self._pause:
            return
        self._tried = now
        try:
            self._keys = _public_keys(await self._document())
            self._read = now
        except (OSError, ValueError, KeyError, TypeError, JoseError, httpx.HTTPError) as error:
            _log.warning("signing_keys_not_read", source=self._source, error=str(error))

    async def _document(self) -> bytes:
        if "://" not in self._source:
            return await asyncio.to_thread(Path(self._source).read_bytes)
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(self._source)
            answer.raise_for_status()
            return answer.content


def _public_keys(document: bytes) -> KeySet:
    """Shared secrets are left out: a token signed with one proves nothing about the issuer."""
    keys = KeySet.import_key_set(orjson.loads(document)).keys
    return KeySet([key for key in keys if isinstance(key, RSAKey | ECKey | OKPKey)])


def _check_address(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return
    raise ValueError(f"signing keys must come over https: {address}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
