"""A table becomes accounts: every mistake with its row, nothing by halves, and again without effect."""

from pathlib import Path

import pytest

from deploy.embedded.accounts.account import PersonalAccount
from deploy.embedded.accounts.importing import Mistaken, Plan, plan, read_rows
from deploy.embedded.accounts.store import Accounts
from deploy.embedded.accounts.table import HEADINGS, Row
from tests.deploy.accounts.tables import person
from tests.deploy.towns import SECOND, two_towns


def rows(*cells: list[str]) -> list[Row]:
    return [Row(2 + i, dict(zip(HEADINGS, row, strict=True))) for i, row in enumerate(cells)]


@pytest.fixture
def imported(tmp_path: Path) -> "Importing":
    return Importing(tmp_path)


class Importing:
    def __init__(self, folder: Path) -> None:
        self.towns = {town.township: town for town in two_towns(folder / "campaigns")}
        self.accounts = Accounts()

    def plan(self, *cells: list[str], township: str = "500112143") -> Plan:
        return plan(read_rows(rows(*cells), self.towns[township]), self.accounts)

    def done(self, *cells: list[str], township: str = "500112143") -> Plan:
        planned = self.plan(*cells, township=township)
        new = [PersonalAccount(**dict(details), password="hash") for details in planned.new]
        self.accounts = self.accounts.with_accounts(*planned.changed, *new)
        return planned

    def mistakes(self, *cells: list[str], township: str = "500112143") -> list[tuple[int, str]]:
        with pytest.raises(Mistaken) as mistaken:
            self.plan(*cells, township=township)
        return [(mistake.row, mistake.zh) for mistake in mistaken.value.mistakes]


def test_new_changed_and_unchanged(imported: Importing) -> None:
    planned = imported.done(person("a@d"), person("b@d", AB岗="B"))
    assert [details.login for details in planned.new] == ["a@d", "b@d"]
    assert imported.done(person("a@d"), person("b@d", AB岗="B")) == Plan([], [], 2)
    longer = imported.done(person("a@d", 止="2025-02-28"), person("b@d", AB岗="B"))
    assert [(each.login, each.until) for each in longer.changed] == [("a@d", "2025-02-28")]
    assert longer.unchanged == 1
    account = imported.accounts.of("a@d")
    assert account is not None
    assert (account.until, account.password) == ("2025-02-28", "hash"), "the password stays"
    assert imported.done(person("A@d", 止="2025年2月28日")).unchanged == 1, "written another way"


def test_what_was_disabled_stays_so(imported: Importing) -> None:
    imported.done(person("a@d"))
    account = imported.accounts.of("a@d")
    assert account is not None
    imported.accounts = imported.accounts.with_accounts(account.model_copy(update={"disabled": True}))
    assert imported.done(person("a@d", 职务="安全员")).changed[0].disabled


def test_mistakes_have_their_rows(imported: Importing) -> None:
    told = imported.mistakes(
        person("a@d"), person("b", 起="2024-02-30"), person("c@d"), person("A@D", 单位="x")
    )
    assert [row for row, _ in told] == [3, 5, 5]
    assert "账号“b”无效" in told[0][1]
    assert "“2024-02-30”不是日期" in told[0][1]
    assert "与第 2 行重复" in told[1][1]
    assert "没有单位“x”" in told[2][1]


def test_rows_without_a_login_are_no_repetition(imported: Importing) -> None:
    told = imported.mistakes(person(""), person(""))
    assert [row for row, _ in told] == [2, 3]
    assert not any("重复" in zh for _, zh in told)


def test_a_login_is_never_passed_on(imported: Importing) -> None:
    imported.done(person("a@d", "演示甲"))
    assert "已属于 500112143 的演示甲" in imported.mistakes(person("a@d", "演示乙"))[0][1]
    assert "另起账号名" in imported.mistakes(person("a@d", "演示甲"), township=SECOND)[0][1]


def test_an_organisation_is_the_towns_own(imported: Importing) -> None:
    imported.done(person("a@d"), township=SECOND)
    (account,) = imported.accounts.accounts
    assert (account.township, account.organisation) == (SECOND, "v-dasheng")
    assert account.account().township == SECOND
