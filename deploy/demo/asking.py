"""The people of the demonstration at the API: each by a token of their own seat."""

import asyncio
from functools import cache
from time import monotonic
from typing import Any

import httpx

from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.refusal import Refusal

_PATIENCE_SECONDS, _PAUSE_SECONDS = 120.0, 0.5
_AGAIN = frozenset({429, 502, 503, 504})


class Refused(Exception):
    """By a rule, with its code."""

    def __init__(self, code: str, told: Refusal) -> None:
        super().__init__(code)
        self.code, self.told = code, told


class Api:
    """Of one town; addresses are those behind the gateway."""

    def __init__(self, http: httpx.AsyncClient, folder: DataFolder, township: str) -> None:
        self._http = http
        self._token = cache(lambda role, organisation: token_for(folder, role, organisation, township))

    async def get(self, role: str, path: str, organisation: str | None = None, **query: str) -> Any:
        return await self._ask(role, organisation, "GET", path, params=query)

    async def post(
        self, role: str, path: str, body: dict[str, Any], key: str, organisation: str | None = None
    ) -> Any:
        headers = {"Idempotency-Key": key}
        return await self._ask(role, organisation, "POST", path, json=body, headers=headers)

    async def put(self, role: str, path: str, body: Any) -> None:
        """Replaces what is there, so that it may be done again."""
        await self._ask(role, None, "PUT", path, json=body)

    async def known(self, role: str, path: str) -> Any | None:
        """None where there is no such thing."""
        try:
            return await self.get(role, path)
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return None

    async def _ask(self, role: str, organisation: str | None, method: str, path: str, **more: Any) -> Any:
        signed_in = {"Authorization": f"Bearer {self._token(role, organisation)}"}
        more["headers"] = more.get("headers", {}) | signed_in
        answer = await self._answered(method, path, **more)
        if answer.is_success:
            return answer.json() if answer.content else None
        told = answer.json()
        raise Refused(told["code"], Refusal(told["zh"], f"{path}: {told['en']} ({told['code']})"))

    async def _answered(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Services come back by themselves, and each call may be repeated."""
        give_up = monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                answer = await self._http.request(method, path, **more)
                if answer.status_code not in _AGAIN or monotonic() > give_up:
                    return answer
            except httpx.TransportError as error:
                if monotonic() > give_up:
                    raise Refusal(
                        "演示数据未载入完毕：服务没有回答。重新启动将继续载入。",
                        f"The demonstration is not loaded: no answer ({error!r}). Starting again goes on.",
                    ) from error
            await asyncio.sleep(_PAUSE_SECONDS)
