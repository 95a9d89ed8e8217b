"""A table of accounts becomes accounts: all of its rows, or none with every mistake told. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from deploy.embedded.accounts.account import Details, PersonalAccount
from deploy.embedded.accounts.store import Accounts
from deploy.embedded.accounts.table import (
    HEAD,
    LOGIN,
    NAME,
    OFFICE,
    ORGANISATION,
    ROLE,
    STAND_IN,
    STARTS,
    UNTIL,
    Row,
)
from deploy.embedded.accounts.told import Told, as_written, details_of
from deploy.embedded.issuer.town import Town
from deploy.embedded.refusal import Refusal


class Mistake(NamedTuple):
    row: int
    zh: str
    en: str


class Mistaken(Exception):
    """Nothing was imported."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(len(mistakes))
        self.mistakes = mistakes


class Read(NamedTuple):
    row: int
    details: Details


class Plan(NamedTuple):
    """What an import does to the accounts."""

    new: list[Details]
    changed: list[PersonalAccount]
    unchanged: int


def read_rows(rows: Iterable[Row], town: Town) -> list[Read]:
    read: list[Read] = []
    mistakes = []
    first_rows: dict[str, int] = {}
    for row in rows:
        login = as_written(row.cells[LOGIN])
        before = first_rows.setdefault(login, row.number)
        if login and before != row.number:
            mistakes.append(
                Mistake(
                    row.number,
                    f"账号 {login} 与第 {before} 行重复，请删去其一。",
                    f"The login {login} is in row {before} too: take one of them away.",
                )
            )
        try:
            read.append(Read(row.number, details_of(_told(row), town)))
        except Refusal as refusal:
            mistakes.append(Mistake(row.number, refusal.zh, refusal.en))
    if mistakes:
        raise Mistaken(mistakes)
    return read


def plan(read: Iterable[Read], accounts: Accounts) -> Plan:
    """Whom the login belonged to, it belongs to for ever; the rest may change."""
    planned = Plan([], [], 0)
    mistakes = []
    for row, details in read:
        known = accounts.of(details.login)
        if known is None:
            planned.new.append(details)
        elif (known.name, known.township) != (details.name, details.township):
            mistakes.append(_of_another(row, known))
        elif known.details() == details:
            planned = planned._replace(unchanged=planned.unchanged + 1)
        else:
            planned.changed.append(known.model_copy(update=dict(details)))
    if mistakes:
        raise Mistaken(mistakes)
    return planned


def _of_another(row: int, known: PersonalAccount) -> Mistake:
    return Mistake(
        row,
        f"账号 {known.login} 已属于 {known.township} 的{known.name}，不能转给他人或他镇：请另起账号名。",
        f"The login {known.login} is {known.name}'s ({known.township}) and is not passed on: choose another.",
    )


def _told(row: Row) -> Told:
    cells = row.cells
    return Told(
        login=cells[LOGIN],
        name=cells[NAME],
        office=cells[OFFICE],
        role=cells[ROLE],
        organisation=cells[ORGANISATION],
        starts=cells[STARTS],
        until=cells[UNTIL],
        stand_in=cells[STAND_IN],
        head=cells[HEAD],
    )
