"""图表: each picture with its table, SVG and CSV, of what the account may see."""

import csv
import re
from html import unescape
from io import StringIO
from typing import Any

import httpx
import pytest

from services.reporting.pages.pictures.kinds import NAMES
from tests.reporting.pages.looking import links, opened, rows, text
from tests.reporting.submissions.office import Office
from tests.reporting.two_towns import ELSEWHERE

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def drawn(
    office: Office, picture: str, who: dict[str, str] | None = None, **said: Any
) -> httpx.Response:
    return await opened(office, f"pictures/{picture}", who, **said)


def lines(answer: httpx.Response) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_each_is_a_link_a_table_an_svg_and_a_csv(office: Office) -> None:
    office.set_clock("12-14 19:00")
    every = await opened(office, "pictures", ranking="true")
    for name in NAMES:
        page = await drawn(office, name)
        assert page.status_code == 200, (name, page.text)
        table = lines(await drawn(office, f"{name}.csv"))
        shown = rows(page)
        assert [row[0] for row in table[1:]] == [row[0] for row in shown], name
        image = await drawn(office, f"{name}.svg")
        if name == "open-hazards":
            assert image.status_code == 404
            continue
        assert (image.status_code, image.headers["content-type"]) == (200, "image/svg+xml"), name
        assert links(every, f"/pictures/{name}?annex=annex-3"), name
        assert f'src="/reporting/pages/campaigns/winter/pictures/{name}.svg?annex=annex-3' in page.text, name


async def test_the_figures_are_those_of_the_api(office: Office) -> None:
    coverage = lines(await drawn(office, "coverage.csv"))
    answer = (await office.get("annex-3/coverage")).json()
    assert coverage[1:] == [
        [
            name,
            *(str(said[key]) if said[key] is not None else "—" for key in ("units", "inspected", "rate")),
            *(
                str(said[key]) if said[key] is not None else "—"
                for key in ("inspected_by_filer", "rate_by_filer")
            ),
        ]
        for name, said in [
            *((row["filer"]["name"], row) for row in answer["rows"]),
            ("去重合计", answer["total"]),
        ]
    ]
    overdue = lines(await drawn(office, "overdue.csv"))
    answer = (await office.get("annex-3/overdue")).json()
    assert [row[3] for row in overdue[1:-1]] == [str(row["overdue"]) for row in answer["rows"]]
    series = (await office.get("annex-3/series", by="period")).json()
    rates = lines(await drawn(office, "closing-rate.csv"))
    assert rates[0] == ["填报单位", "11月30日", "至今"], "deadlines to come are left out"
    found, closed = (series["totals"]["distinct"][key][0] for key in ("hazards_found", "hazards_closed"))
    assert f"（{closed}/{found}）" in rates[1][1]


async def test_numbers_open_names(office: Office) -> None:
    page = await drawn(office, "overdue")
    address = links(page, "open-hazards")[0]
    listed = await office.reporting.client.get(
        address.removeprefix("/reporting"), headers=office.safety_office
    )
    assert [row[0] for row in rows(listed)] == ["h2"]
    assert links(listed, "/hazards/pages/hazards/h2")
    assert links(await drawn(office, "coverage"), "/annex-3/cells/d-a/units")


async def test_a_link_stays_as_it_is(office: Office) -> None:
    page = await drawn(office, "ageing")
    (fixed,) = links(page, "/pictures/ageing?annex=annex-3&occurred_until=")
    assert "positions=registry" in fixed
    again = await office.reporting.client.get(fixed.removeprefix("/reporting"), headers=office.safety_office)
    office.set_clock("12-28 09:00")
    later = await office.reporting.client.get(fixed.removeprefix("/reporting"), headers=office.safety_office)
    assert rows(again) == rows(later)


async def test_too_little_to_be_drawn_is_a_table(office: Office) -> None:
    office.set_clock("11-20 09:00")
    every = await opened(office, "pictures")
    assert text(every).count("数据不足两期") == 2
    assert (await drawn(office, "timeliness.svg")).status_code == 404
    assert (await drawn(office, "timeliness")).status_code == 200


async def test_a_filer_sees_its_own_and_no_ranking(office: Office) -> None:
    reporter = office.as_("reporter", "v-e")
    every = await opened(office, "pictures", reporter, ranking="true")
    assert not links(every, "/pictures/ranking")
    for name in ("ranking", "ranking.svg", "ranking.csv"):
        refused = await drawn(office, name, reporter)
        assert refused.status_code == 403, name
    for name in ("closing-rate", "hazards", "overdue", "ageing", "timeliness", "coverage", "open-hazards"):
        page = await drawn(office, name, reporter)
        assert page.status_code == 200, (name, page.text)
        assert "西村" not in page.text, name
    for address in re.findall(r'src="(/reporting/pages/[^"]*)"', every.text):
        image = await office.reporting.client.get(
            unescape(address).removeprefix("/reporting"), headers=reporter
        )
        assert image.status_code == 200, address
    foreign = await drawn(office, "open-hazards", reporter, filer="v-w")
    assert (foreign.status_code, "不属于你的单位" in foreign.text) == (403, True)
    assert (await opened(office, "pictures", office.as_("operator"))).status_code == 403
    assert (await drawn(office, "ranking", office.as_("auditor"))).status_code == 403
    assert (await drawn(office, "ranking", office.as_("leader"))).status_code == 200


@pytest.mark.parametrize("name", ["hazards", "timeliness"])
async def test_another_town_of_the_same_ids_has_its_own(office: Office, name: str) -> None:
    here = lines(await drawn(office, f"{name}.csv"))
    office.township = ELSEWHERE
    there = lines(await drawn(office, f"{name}.csv"))
    assert here != there
