"""设置新密码: who came with a first password chooses an own one here, and goes on from there."""

import asyncio
from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.account import CHOSEN
from deploy.embedded.accounts.choosing import why_not_chosen
from deploy.embedded.accounts.passwords import as_typed, matches
from deploy.embedded.accounts.store import read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.asked import Asked
from deploy.embedded.issuer.choices import Choice
from deploy.embedded.issuer.equipment import Equipment, Equipped
from deploy.embedded.issuer.giving_codes import with_a_code
from deploy.embedded.issuer.own_origin import refuse_other_origins
from deploy.embedded.issuer.page import Pages, pages_for
from deploy.embedded.issuer.parameters import read_body, read_parameters
from deploy.embedded.issuer.sign_in import SignedIn, still_signed_in
from deploy.embedded.issuer.sign_in_page import Mistake, sign_in_page
from deploy.embedded.refusal import Refusal
from shared.logging import get_logger

routes = APIRouter(prefix="/issuer")
_log = get_logger("paicha.sign_in")


def begin_choosing(equipment: Equipment, pages: Pages, who: SignedIn, asked: Asked | None) -> HTMLResponse:
    secret = equipment.choices.begin(who, asked)
    return _asking(pages, secret, who.account.name)


@routes.post("/password")
async def choose(request: Request, equipment: Equipped) -> Response:
    """Without passwords it shows the page again, in the other language."""
    refuse_other_origins(request)
    said = read_parameters(await read_body(request))
    pages = pages_for(request, said.get("ui_locales", ""), form_to=equipment.public_url)
    secret = said.get("choice", "")
    choice = equipment.choices.of(secret)
    if choice is None:
        zh = "本页已过期，请回首页用首次密码重新登录。"
        return _refused(pages, zh, "The page has expired: sign in again with the first password.", 410)
    password, again = said.get("new"), said.get("again")
    if password is None and again is None:
        return _asking(pages, secret, choice.login)
    if mistakes := _mistakes(pages, choice, password or "", again or ""):
        return _asking(pages, secret, choice.login, mistakes)
    return await _chosen(equipment, pages, choice, password or "")


async def _chosen(equipment: Equipment, pages: Pages, choice: Choice, password: str) -> Response:
    choosing = partial(_choose, equipment.folder, choice, password)
    try:
        issued = await asyncio.get_running_loop().run_in_executor(equipment.trying, choosing)
    except Refusal as refusal:
        return _refused(pages, refusal.zh, refusal.en, 409)
    _log.info("password_chosen", account=choice.login)
    if choice.asked is None:
        told = pages.said("密码已设置，请用新密码登录。", "The password is set: sign in with it.")
        return sign_in_page(equipment, pages, None, choice.login, told=told)
    who = await asyncio.to_thread(still_signed_in, equipment.folder, choice.login, issued, demo=False)
    if who is None:
        zh = "账号刚刚被停用或更改，请联系镇里的管理员。"
        return _refused(pages, zh, "The account was just disabled or changed: ask those who keep it.", 403)
    return await with_a_code(equipment, choice.asked, who)


def _choose(folder: DataFolder, choice: Choice, password: str) -> int:
    """From which second on its tokens hold. Sent twice, as by a double click, it is chosen once."""
    try:
        return keeping.choose(folder, choice.login, choice.replaced, password).tokens_from
    except Refusal:
        kept = read_accounts(folder).of(choice.login)
        if kept is not None and kept.password_is == CHOSEN and matches(password, kept.password):
            return kept.tokens_from
        raise


def _mistakes(pages: Pages, choice: Choice, password: str, again: str) -> list[Mistake]:
    why_not = why_not_chosen(password, choice.login, choice.name)
    if why_not is not None:
        return [Mistake("new", pages.said(*why_not))]
    if as_typed(password) != as_typed(again):
        return [
            Mistake(
                "again", pages.said("两次输入不一致，请重新输入。", "The two are not the same: type again.")
            )
        ]
    return []


def _asking(pages: Pages, secret: str, login: str, mistakes: Sequence[Mistake] = ()) -> HTMLResponse:
    return pages.page(
        "choose.html",
        422 if mistakes else 200,
        choice=secret,
        login=login,
        mistakes=mistakes,
        wrong=mistakes[0].field if mistakes else "",
    )


def _refused(pages: Pages, zh: str, en: str, status: int) -> HTMLResponse:
    title = pages.said("没有设置密码", "No password was set")
    text = pages.said(zh, en)
    return pages.refused(status, title, text)
