"""The running deployment as an operator's command sees it: one address, one account, errors as sentences."""

import os
from pathlib import Path
from shlex import quote as quote_for_shell
from typing import Any
from urllib.parse import quote

import httpx

from deploy.cli.terminal import warn
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.issuer.tokens import token_for
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.refusal import Refusal
from deploy.embedded.running import running_address
from shared.identity.api_keys import PREFIX

_SECONDS = 120.0


class Gateway:
    def __init__(self, url: str, token: str) -> None:
        headers = {"X-API-Key": token} if token.startswith(PREFIX) else {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_SECONDS)
        self.url, self.token = url, token

    def get(self, path: str, **parameters: str | int | None) -> httpx.Response:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._ask("GET", path, params=given)

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return self._ask("POST", path, json=body)

    def delete(self, path: str, **parameters: str | int | None) -> httpx.Response:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._ask("DELETE", path, params=given)

    def post_for_long(self, path: str) -> httpx.Response:
        """Work whose answer is waited for as long as it takes."""
        return self._ask("POST", path, timeout=httpx.Timeout(_SECONDS, read=None))

    def close(self) -> None:
        """For who goes on doing other things."""
        self._http.close()

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.ReadTimeout as error:
            raise Refusal(
                f"{self.url} 在 {_SECONDS:.0f} 秒内没有回答，可能仍在处理：请稍后再试。",
                f"{self.url} gave no answer in {_SECONDS:.0f} s and may still be at work: try again later.",
            ) from error
        except httpx.HTTPError as error:
            raise Refusal(
                f"无法访问 {self.url}：请确认 paicha 正在运行。",
                f"No answer from {self.url} ({error!r}): is it up?",
            ) from error
        if answer.is_error:
            raise _refusal(answer)
        return answer


def segment(text: str) -> str:
    """As one segment of a path: dots too, since `..` would lead to another address."""
    return quote(text, safe="").replace(".", "%2E")


def gateway(data: Path | None, role: str) -> Gateway:
    """The deployment of PAICHA_URL, else that of the folder; the account of PAICHA_TOKEN, else of the role.

    Tokens are made here only for the folder's own deployment, by its issuer.
    """
    url, token = os.environ.get("PAICHA_URL"), os.environ.get("PAICHA_TOKEN")
    if url and not token:
        raise Refusal(
            "设置了 PAICHA_URL，还需用 PAICHA_TOKEN 提供令牌或密钥。",
            "PAICHA_URL is set; give a token or a machine key in PAICHA_TOKEN as well.",
            usage=True,
        )
    if url and token:
        if data is not None:
            warn(f"PAICHA_URL={url}：不使用 --data {data}。 --data is not used.")
        return Gateway(url, token)
    folder = DataFolder(data or DEFAULT)
    address = running_address(folder)
    return Gateway(address.url, token or _own_token(folder, role))


def _own_token(folder: DataFolder, role: str) -> str:
    towns = [town.township for town in read_towns()]
    if len(towns) > 1:
        place = quote_for_shell(str(folder.path))
        make = f"export PAICHA_TOKEN=$(paicha token --role {role} --township CODE --data {place})"
        raise Refusal(
            f"已载入多个镇街（{'、'.join(towns)}），请先运行 {make} 指定其一。",
            f"Several townships are loaded ({', '.join(towns)}): choose one by running that first.",
            usage=True,
        )
    return token_for(folder, role)


def _refusal(answer: httpx.Response) -> Refusal:
    """What the service said, in its words; a request that can't be right is wrong usage."""
    usage = answer.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY)
    try:
        problem = answer.json()
        return Refusal(problem["zh"], f"{problem['en']} ({problem['code']})", usage=usage)
    except (ValueError, KeyError, TypeError):
        return Refusal(
            f"{answer.request.url} 回答 {answer.status_code}。",
            f"It answered {answer.status_code}.",
            usage=usage,
        )
