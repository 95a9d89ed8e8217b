"""States of streams are kept between questions, and given up where an operator put the log back."""

from tests.reporting.submissions.office import FILER, OTHER, Office


async def test_an_event_that_was_changed_is_named_by_its_position(office: Office) -> None:
    position = (await office.sign()).json()["position"]
    async with office.owner() as connection:
        await connection.execute("alter table events disable trigger all")
        await connection.execute("update events set raw = $2 where position = $1", position, b"{}")
        await connection.execute("alter table events enable trigger all")
    for answer in (await office.get("submissions"), await office.get(f"periods/2/{OTHER}")):
        assert (answer.status_code, answer.json()["code"]) == (503, "log_damaged")
        assert str(position) in answer.json()["zh"]


async def test_a_log_that_was_put_back_is_folded_anew(office: Office) -> None:
    """As `paicha audit heal --keep log` leaves it after a restore: what came later is gone."""
    await office.signed()
    await office.signed("2", OTHER)
    assert len((await office.get("submissions")).json()["submissions"]) == 2
    async with office.owner() as connection:
        await connection.execute("alter table events disable trigger all")
        await connection.execute("delete from events where position = (select max(position) from events)")
        await connection.execute("alter table events enable trigger all")
    (left,) = (await office.get("submissions")).json()["submissions"]
    assert left["number"] == f"2-{FILER}-1"
