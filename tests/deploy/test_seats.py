"""The demonstration's seats: one for each place of every town, kept over starts and versions."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.embedded.accounts.store import ensure_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import ensure_seats, first_township, seat_of, seats
from deploy.embedded.issuer.town import Town, read_towns
from shared.facts.account import fits_a_person
from tests.deploy.towns import FIRST, NOTICE, SECOND, two_towns


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def towns(tmp_path: Path) -> tuple[Town, ...]:
    return two_towns(tmp_path / "campaigns")


def test_each_seat_has_a_made_up_person_of_its_own(folder: DataFolder) -> None:
    ensure_seats(folder, read_towns())
    listed = seats(folder)
    assert len({seat.name for seat in listed}) == len({seat.login for seat in listed}) == len(listed) > 20
    officials = {each["name"] for each in yaml.safe_load(NOTICE.read_text("utf-8"))["officials"]}
    assert officials.isdisjoint({seat.name for seat in listed})
    assert all(seat.name.startswith("演示人员") and fits_a_person(seat.name) for seat in listed)
    assert stat.S_IMODE(folder.seats.stat().st_mode) == 0o600


def test_the_leader_belongs_to_a_working_group_so_that_the_own_one_is_seen(folder: DataFolder) -> None:
    (town,) = read_towns()
    ensure_seats(folder, (town,))
    (leader,) = (seat for seat in seats(folder) if seat.role == "leader")
    assert sum(group in leader.office for group in town.working_groups.values()) == 1
    assert fits_a_person(leader.office)


def test_a_seat_keeps_its_password_and_its_person(folder: DataFolder, towns: tuple[Town, ...]) -> None:
    """Also when another town is loaded that comes first in the order of files."""
    (first,) = read_towns()
    ensure_accounts(folder, first.township)
    ensure_seats(folder, (first,))
    before = {seat.login: (seat.password, seat.name) for seat in seats(folder)}
    assert towns[0].township == SECOND
    ensure_accounts(folder, towns[0].township)
    ensure_seats(folder, towns)
    after = {seat.login: (seat.password, seat.name) for seat in seats(folder)}
    assert before.items() <= after.items()
    assert {seat.township for seat in seats(folder) if seat.login in before} == {FIRST}
    assert len(set(after.values())) == len(after)


def test_two_towns_of_the_same_ids_share_nothing(folder: DataFolder, towns: tuple[Town, ...]) -> None:
    ensure_accounts(folder, FIRST)
    ensure_seats(folder, towns)
    by_login = {seat.login: seat for seat in seats(folder)}
    assert (
        len(by_login) == len(seats(folder)) == 2 * len([s for s in by_login.values() if s.township == FIRST])
    )
    one, other = by_login["reporter@v-dasheng"], by_login[f"reporter@v-dasheng.{SECOND}"]
    assert (one.account().township, other.account().township) == (FIRST, SECOND)
    assert one.organisation == other.organisation == "v-dasheng"
    assert f"operator@{FIRST}" in by_login
    assert f"operator@{SECOND}" in by_login
    assert one.title != other.title, "people can tell them apart"
    assert seat_of(folder, one.login, other.password) is None
    assert seat_of(folder, other.login, other.password) == other


def of_an_older_version(folder: DataFolder) -> list[dict[str, Any]]:
    """people.json as it was before there were persons."""
    listed = [
        {"name": "reporter@v-dasheng", "title": "大盛村 填报员", "role": "reporter",
         "organisation": "v-dasheng", "password": "0123456789ab"},
        {"name": f"operator@{FIRST}", "title": "运维员", "role": "operator", "organisation": None,
         "password": "ba9876543210"},
    ]  # fmt: skip
    folder.seats.write_text(json.dumps(listed), "utf-8")
    return listed


def test_a_folder_of_an_older_version_keeps_its_passwords(
    folder: DataFolder, towns: tuple[Town, ...]
) -> None:
    """Also where another town is loaded with the new version, and comes first in the order of files."""
    listed = of_an_older_version(folder)
    assert towns[0].township == SECOND
    for _ in range(2):
        ensure_accounts(folder, first_township(folder, towns))
        ensure_seats(folder, towns)
        for old in listed:
            seat = seat_of(folder, old["name"], old["password"])
            assert seat is not None
            assert seat.township == FIRST
            assert seat.name.startswith("演示人员")
