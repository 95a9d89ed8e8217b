"""The demonstration's people can be reached, and none of their addresses is anybody's."""

from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from deploy.demo.contacts import Entered, contacts, months
from deploy.embedded.accounts.store import ensure_accounts
from deploy.embedded.folder import DataFolder
from deploy.embedded.issuer.seats import ensure_seats, seats
from deploy.embedded.issuer.town import read_towns
from deploy.simulator.campaign_file import CAMPAIGN
from services.registry.campaign_file import read_campaign_file

TOWN = read_campaign_file(CAMPAIGN)
FILERS = {each.id for each in (*TOWN.villages, *TOWN.departments)}
OFFICIALS = {each.id for each in TOWN.officials}


@pytest.fixture
def entered(tmp_path: Path) -> list[Entered]:
    folder = DataFolder(tmp_path)
    folder.create()
    ensure_accounts(folder, TOWN.township)
    ensure_seats(folder, read_towns())
    return contacts(TOWN, seats(folder))


def test_everybody_has_one(entered: list[Entered]) -> None:
    of_filers = {f"filer/{each}/{part}" for each in FILERS for part in ("reporter", "head", "stand_in")}
    of_officials = {f"official/{each}/self" for each in OFFICIALS}
    others = {"list/safety-office/self", "list/operators/self"}
    on_duty = {f"person/duty-{nth}/self" for nth in (1, 2, 3)}
    assert [*sorted({each.reference for each in entered})] == sorted(each.reference for each in entered)
    assert {each.reference for each in entered} == of_filers | of_officials | others | on_duty
    reporter = next(each.contact for each in entered if each.reference == "filer/v-mingyue/reporter")
    assert reporter["account"] == "reporter@v-mingyue"


def test_some_who_file_are_reached_by_mail_alone(entered: list[Entered]) -> None:
    """Else nobody would meet the link of 收到: a text message has none."""
    reporters = [each.contact for each in entered if each.reference.endswith("/reporter")]
    by_mail = [contact for contact in reporters if "mobile" not in contact]
    assert 0 < len(by_mail) < len(reporters) / 4


def test_no_address_is_anybodys(entered: list[Entered]) -> None:
    mails = [str(each.contact["email"]) for each in entered]
    numbers = [
        phonenumbers.parse(str(each.contact["mobile"])) for each in entered if "mobile" in each.contact
    ]
    assert len({*mails}) == len(mails)
    assert all(mail.endswith("@example.invalid") for mail in mails)
    assert len({each.national_number for each in numbers}) == len(numbers)
    for number in numbers:
        assert (number.country_code, str(number.national_number)[3:8]) == (1, "55501"), "kept for stories"
        assert phonenumbers.is_valid_number(number), "or contacts would refuse it"
        assert phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE_OR_MOBILE


def test_somebody_is_on_duty_every_day() -> None:
    uploads = [*months(TOWN)]
    lines = [line for upload in uploads for line in upload]
    assert all(len(upload) <= 62 for upload in uploads)
    assert lines[0]["day"] == "2024-11-15"
    days = [date.fromisoformat(str(line["day"])) for line in lines]
    assert days == [days[0] + timedelta(days=nth) for nth in range(len(days))]
    assert days[-1] > date(2025, 3, 31)
    assert {one["id"] for line in lines for one in line["on_duty"]} == OFFICIALS | {
        "duty-1",
        "duty-2",
        "duty-3",
    }  # type: ignore[index,union-attr,call-overload]  # of a test
