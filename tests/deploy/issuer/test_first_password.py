"""A first password opens one page: there the person chooses an own one, once, and goes on from there."""

import asyncio

import httpx
import pytest

from deploy.embedded.accounts import keeping
from deploy.embedded.accounts.passwords import OF_FIRST, hash_of
from deploy.embedded.accounts.store import change, read_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.choices import SECONDS, Choices
from deploy.embedded.issuer.sign_in import signed_in
from shared.problems import Rejected
from tests.deploy.issuer.clients import (
    CHOSEN,
    LOGIN,
    Client,
    Issuer,
    first_password,
    form_of,
    hash_kept,
    own_origin,
    person,
    running,
    said_by,
)

PAGE = "/issuer/password"


async def posted(
    page: httpx.Response, client: Client, new: str, again: str | None = None, **more: str
) -> httpx.Response:
    """The form of the page that asks for a new password; the first form switches the language."""
    typed = {"new": new, "again": new if again is None else again}
    form = form_of(page, PAGE, 1) | typed | more
    return await client.http.post(PAGE, data=form, headers=said_by(own_origin(client.http)))


@pytest.fixture
def first(folder: DataFolder) -> str:
    return first_password(folder)


async def test_a_first_password_leads_to_an_own_one(issuer: Issuer, folder: DataFolder, first: str) -> None:
    client = issuer.client()
    page = await client.typed(first)
    assert page.status_code == 200
    assert "设置新密码" in page.text
    assert first not in page.text
    answer = await posted(page, client, CHOSEN)
    told = (await client.redeem(client.code(answer))).json()
    assert (await issuer.account(told["access_token"])).name == LOGIN
    assert (await client.refresh(told["refresh_token"])).status_code == 200
    assert (await issuer.client().typed(first)).status_code == 401, "it was good once"
    assert (await issuer.by_password(CHOSEN)).status_code == 200
    full_width = CHOSEN.replace("-", "－").replace("c", "ｃ")
    assert (await issuer.by_password(full_width)).status_code == 200, "an input method's twin of it"
    assert CHOSEN not in folder.accounts.read_text("utf-8")
    (kept,) = read_accounts(folder).accounts
    assert kept.password_is == "chosen"


async def test_programs_are_told_what_to_do_with_a_first_password(issuer: Issuer, first: str) -> None:
    refused = await issuer.by_password(first)
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"
    assert "sign in with it on the page once" in refused.json()["error_description"]
    assert (await issuer.by_password("guess")).json() == {"error": "invalid_grant"}


async def test_the_page_that_shows_a_token_asks_too(issuer: Issuer, first: str) -> None:
    client = issuer.client()
    page = await issuer.http.post("/issuer/", data={"username": LOGIN, "password": first})
    assert "设置新密码" in page.text
    assert "eyJ" not in page.text
    chosen = await posted(page, client, CHOSEN)
    assert (chosen.status_code, "密码已设置，请用新密码登录" in chosen.text) == (200, True)
    shown = await issuer.http.post("/issuer/", data={"username": LOGIN, "password": CHOSEN})
    assert "eyJ" in shown.text


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short", None, "至少 10 个字符"),
        ("1234567890", None, "太常见"),
        (LOGIN, None, "账号或姓名"),
        ("演示甲演示甲演示甲演示甲", None, "账号或姓名"),
        (CHOSEN, "something else", "两次输入不一致"),
        ("", "", "设置新密码"),
    ],
)
async def test_what_may_not_be_chosen_is_asked_again(
    issuer: Issuer, folder: DataFolder, first: str, new: str, again: str | None, words: str
) -> None:
    client = issuer.client()
    page = await client.typed(first)
    before = hash_kept(folder)
    refused = await posted(page, client, new, again)
    assert words in refused.text
    assert hash_kept(folder) == before
    if new:
        assert refused.status_code == 422
        assert f'value="{new}"' not in refused.text.replace(f'value="{LOGIN}" autocomplete', "")
        assert "<title>错误：" in refused.text
        assert 'href="#new"' in refused.text or 'href="#again"' in refused.text
    assert client.code(await posted(refused, client, CHOSEN))


async def test_the_first_password_itself_may_not_be_chosen(issuer: Issuer, first: str) -> None:
    client = issuer.client()
    refused = await posted(await client.typed(first), client, first)
    assert (refused.status_code, "首次密码相同" in refused.text) == (422, True)


async def test_two_people_open_the_same_first_password_at_once(
    issuer: Issuer, folder: DataFolder, first: str
) -> None:
    clients = [issuer.client(), issuer.client()]
    pages = [await client.typed(first) for client in clients]
    passwords = ("the first of the two", "the second of the two")
    answers = await asyncio.gather(
        *(posted(page, client, new) for page, client, new in zip(pages, clients, passwords, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    won = [answer.status_code for answer in answers].index(303)
    assert "如果不是您本人" in answers[1 - won].text
    assert "location" not in answers[1 - won].headers
    statuses = [(await issuer.by_password(password)).status_code for password in passwords]
    assert statuses == [200 if number == won else 400 for number in range(2)]
    assert len(read_accounts(folder).accounts) == 1


async def test_sent_twice_it_is_chosen_once(issuer: Issuer, folder: DataFolder, first: str) -> None:
    """A double click. What was chosen can't be changed by the same page afterwards."""
    client = issuer.client()
    page = await client.typed(first)
    answers = await asyncio.gather(*(posted(page, client, CHOSEN) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [303, 303]
    kept = hash_kept(folder)
    other = await posted(page, client, "a different one now")
    assert (other.status_code, hash_kept(folder)) == (409, kept)


@pytest.mark.parametrize("what", ["reset", "disabled"])
async def test_the_account_is_changed_while_the_page_is_open(
    issuer: Issuer, folder: DataFolder, first: str, what: str
) -> None:
    client = issuer.client()
    page = await client.typed(first)
    if what == "reset":
        keeping.reset(folder, LOGIN, lambda _: None)
    else:
        keeping.disable(folder, LOGIN, disabled=True)
    refused = await posted(page, client, CHOSEN)
    assert refused.status_code == (409 if what == "reset" else 403)
    assert "location" not in refused.headers


async def test_choosing_takes_back_what_was_given_out(
    issuer: Issuer, folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of an account whose password an older version printed."""
    monkeypatch.setattr(keeping, "CHOOSING_SECONDS", 1)
    older(folder, "abcd-efgh-jkmn")
    token = (await issuer.by_password("abcd-efgh-jkmn")).json()["access_token"]
    assert await issuer.account(token)
    client = issuer.client()
    told = await client.redeem(
        client.code(await posted(await client.typed("abcd-efgh-jkmn"), client, CHOSEN))
    )
    assert await issuer.account(told.json()["access_token"])
    with pytest.raises(Rejected) as refused:
        await issuer.account(token)
    assert "sign in again" in refused.value.details["reason"]


def older(folder: DataFolder, password: str) -> None:
    """An account as a version without first passwords kept it."""
    first_password(folder)
    hashed = hash_of(password, OF_FIRST)
    written = read_accounts(folder).model_dump_json(
        exclude={"accounts": {"__all__": {"password_is", "last_reset"}}}, by_alias=True
    )
    assert "password_is" not in written
    folder.accounts.write_text(written.replace(hash_kept(folder), hashed), "utf-8")


async def test_an_older_folder_opens_and_its_people_are_asked_to_choose(
    folder: DataFolder, issuer: Issuer
) -> None:
    older(folder, "abcd-efgh-jkmn")
    assert (await issuer.by_password("abcd-efgh-jkmn")).status_code == 200, "programs go on"
    client = issuer.client()
    page = await client.typed("abcd-efgh-jkmn")
    assert "设置新密码" in page.text
    assert client.code(await posted(page, client, CHOSEN))
    assert (await issuer.by_password("abcd-efgh-jkmn")).status_code == 400
    assert (await issuer.by_password(CHOSEN)).status_code == 200


async def test_a_password_with_other_parameters_goes_on_working(issuer: Issuer, folder: DataFolder) -> None:
    person(folder)
    older_hash = hash_of(CHOSEN, OF_FIRST)
    assert older_hash.startswith("scrypt$16384$8$1$")
    change(
        folder,
        lambda accounts: accounts.with_accounts(
            accounts.accounts[0].model_copy(update={"password": older_hash})
        ),
    )
    assert (await issuer.by_password(CHOSEN)).status_code == 200


async def test_the_page_is_nobody_elses(issuer: Issuer, folder: DataFolder, first: str) -> None:
    client = issuer.client()
    page = await client.typed(first)
    for choice in ("", "made up"):
        expired = await posted(page, client, CHOSEN, choice=choice)
        assert (expired.status_code, "本页已过期" in expired.text) == (410, True)
    form = form_of(page, PAGE, 1) | {"new": CHOSEN, "again": CHOSEN}
    foreign = await client.http.post(PAGE, data=form, headers=said_by("https://evil.example"))
    assert foreign.status_code == 403
    assert read_accounts(folder).accounts[0].password_is == "first"


async def test_the_language_can_be_switched_on_the_way(issuer: Issuer, first: str) -> None:
    client = issuer.client()
    page = await client.typed(first)
    switched = await client.http.post(PAGE, data=form_of(page, PAGE, 0))
    assert switched.status_code == 200
    assert "Choose your password" in switched.text
    refused = await posted(switched, client, "short")
    assert "at least 10 characters" in refused.text
    assert client.code(await posted(refused, client, CHOSEN))


async def test_after_a_restart_the_page_has_expired(folder: DataFolder, first: str) -> None:
    async with running(folder) as issuer:
        client = issuer.client()
        page = await client.typed(first)
    async with running(folder) as issuer:
        client.http = issuer.http
        assert (await posted(page, client, CHOSEN)).status_code == 410
        assert (await client.typed(first)).status_code == 200, "nothing was lost"


def test_the_page_may_be_open_for_a_quarter_of_an_hour(folder: DataFolder, first: str) -> None:
    now = 0.0
    choices = Choices(lambda: now)
    who = signed_in(folder, LOGIN, first, demo=False)
    assert who is not None
    secret = choices.begin(who, None)
    now += SECONDS - 1
    assert choices.of(secret) is not None
    now += 1
    assert choices.of(secret) is None


@pytest.mark.parametrize(
    "name", ["Ольга Иванова", "محمد علي", "O'Brien <b>&amp;", "买买提·艾力", "𠮷田 あゆみ", "José Ñandú"]
)
async def test_names_of_every_script_are_shown_as_they_are(folder: DataFolder, name: str) -> None:
    first = first_password(folder, name=name, office="<i>主任</i>")
    async with running(folder) as issuer:
        client = issuer.client()
        assert client.code(await posted(await client.typed(first), client, CHOSEN))
        told = await client.tokens(CHOSEN)
        assert (await client.id_claims(told["id_token"]))["name"] == name
        shown = await issuer.http.post("/issuer/", data={"username": LOGIN, "password": CHOSEN})
    assert "<i>" not in shown.text
    assert "<b>" not in shown.text


def test_what_the_operator_prints_is_first(folder: DataFolder) -> None:
    first_password(folder)
    assert read_accounts(folder).accounts[0].password_is == "first"
    keeping.choose(folder, LOGIN, hash_kept(folder), CHOSEN)
    keeping.reset(folder, LOGIN, lambda _: None)
    (kept,) = read_accounts(folder).accounts
    assert kept.password_is == "first"
    assert kept.last_reset is not None
    assert (kept.last_reset.by, kept.last_reset.reason) == ("", "")
