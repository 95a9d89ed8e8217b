"""Who has reported, accepting several, extensions; sheets signed, countersigned, sent up; and verified."""

import asyncio

from tests.reporting.consolidation.test_going_up import countersigning
from tests.reporting.pages.seen import CAMPAIGN, Seen, Visitor
from tests.reporting.submissions.office import FILER, OTHER, VILLAGE, Office
from tests.reporting.submissions.test_head_review import head_of
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE

PERIOD, SHEET = "periods/2", "periods/2/consolidated/annex-3"


async def verified(auditor: Visitor, number: str) -> Seen:
    page = await auditor.get(f"verifications/{number}")
    async with asyncio.timeout(120):
        while "正在核验" in page.text:
            await asyncio.sleep(0.1)
            page = await auditor.get(f"verifications/{number}/progress")
    return page


async def test_a_period_is_received_consolidated_and_sent_up(office: Office) -> None:
    await countersigning(office)
    reviewer = Visitor(office, office.safety_office)
    leader = Visitor(office, office.as_("leader", None, "刘波"))
    numbers = [await office.signed("2", each) for each in (FILER, OTHER)]
    page = await reviewer.get(PERIOD)
    assert "已报2/4" in page.text
    none = await page.visitor.post(f"{CAMPAIGN}/{PERIOD}/acts/accept", {})
    assert "请勾选要审核通过的报送件" in none.text
    refused = await page.send("/acts/accept", number=numbers)
    assert "报送件 2-d-a-1 带有提示，请单独审核。" in refused.text
    (ticked,) = refused.tree.xpath("//input[@name='number']/@value")
    accepted = await refused.send("/acts/accept", number=ticked)
    assert not accepted.tree.xpath("//input[@name='number']")
    assert "已审核通过。" in accepted.text
    # An address can be written by anybody: nothing is said that is not so.
    for forged in ("accepted", "returned", "withdrawn", "extended"):
        page = await reviewer.get(f"submissions/{numbers[0]}?done={forged}")
        assert page.status == 200
        assert page.tree.xpath("//*[@class='notice']") == [], forged
    alone = await (await reviewer.get(f"submissions/{numbers[0]}")).send("/accept")
    assert alone.has_form("/return")
    assert not alone.has_form("/accept")
    page = await reviewer.get(PERIOD)
    extended = await page.send("/acts/extend", filer=VILLAGE, until="2024-12-17T18:00", reason="人员住院")
    assert extended.status == 200, extended.text
    assert "已同意延期。" in extended.text
    gone_back = await page.send("/acts/extend", filer=VILLAGE, until="2024-12-18T18:00", reason="人员住院")
    assert "此页面已提交过" in gone_back.text
    early = await gone_back.send("/acts/extend", filer=VILLAGE, until="2024-12-01T18:00", reason="人员住院")
    assert (early.status, early.fields("/acts/extend")["reason"]) == (422, "人员住院")
    assert "延期应晚于报送时限" in early.text
    prepared = await reviewer.get(SHEET)
    assert "合计" in prepared.text
    assert not (await leader.get(SHEET)).has_form(SHEET)
    signed = await prepared.send(SHEET, remark="已核")
    assert "待领导审签" in signed.text
    assert "已汇总" in (await prepared.send(SHEET, remark="已核")).text
    countersigned = await (await leader.get("consolidations/2-annex-3-1")).send("/countersign")
    assert "已审签" in countersigned.text
    up = await reviewer.get("consolidations/2-annex-3-1")
    done = await up.send("/send-up", to="区安委办", how="政务邮箱", document="xlsx")
    assert "已上报" in done.text
    found(office.reporting.story, "h-late", "12-13", by=FILER)
    await office.publish()
    corrected = await office.signed("2", FILER, corrects=numbers[0], correction_reason="补录")
    await office.post("review/acceptances", {"numbers": [corrected]})
    assert "有更新" in (await reviewer.get("consolidations/2-annex-3-1")).text
    auditor = Visitor(office, office.as_("auditor", None, "赵审"))
    for number in (corrected, "2-annex-3-1"):
        page = await verified(auditor, number)
        assert page.status == 200, page.text
        assert "正在核验" not in page.text
    for role in ("safety_office", "leader"):
        assert (await Visitor(office, office.as_(role, None)).get(f"verifications/{corrected}")).status == 403


async def test_what_waits_for_review_is_not_called_missing_and_nothing_is_signed_yet(office: Office) -> None:
    await office.signed("2", FILER)
    sheet = await Visitor(office, office.safety_office).get(SHEET)
    assert "甲科（待审核）" in "".join(sheet.text.split())
    assert "未报送：乙科" in "".join(sheet.text.split())
    assert not sheet.has_form(SHEET)


async def test_after_one_report_is_accepted_the_next_is_a_click_away(office: Office) -> None:
    first, second = [await office.signed("2", each) for each in (FILER, OTHER)]
    reviewer = Visitor(office, office.safety_office)
    accepted = await (await reviewer.get(f"submissions/{first}")).send("/accept")
    assert "已审核通过。" in accepted.text
    following = await reviewer.get(accepted.links()["下一份待审核：乙科"])
    assert second in following.text
    last = await following.send("/return", reason="数据有误")
    assert "已退回" in last.text
    assert "下一份" not in last.text


async def test_a_filer_sees_its_own_line_alone_and_no_sheet(office: Office) -> None:
    for filer in (FILER, OTHER):
        await office.signed("2", filer)
    mine = Visitor(office, office.officer)
    for address in (PERIOD, "periods"):
        page = await mine.get(address)
        assert "甲科" in page.text
        assert "乙科" not in page.text
        assert "已报" not in page.text.replace("已报送", "")
    for address in (SHEET, "consolidations/2-annex-3-1"):
        assert (await mine.get(address)).status == 403
    for act in ("accept", "extend"):
        refused = await mine.post(
            f"{CAMPAIGN}/{PERIOD}/acts/{act}",
            {"number": "2-d-b-1", "filer": OTHER, "until": "2024-12-20T18:00", "reason": "x"},
        )
        assert refused.status == 403
    unlisted = Visitor(office, office.as_("officer", "d-c"))
    assert "不在名单的科室" in (await unlisted.get(PERIOD)).text
    office.township = ELSEWHERE
    elsewhere = await Visitor(office, office.safety_office).get(PERIOD)
    assert "已报0/4" in elsewhere.text


async def test_what_no_form_sends_is_refused_on_the_page_of_the_period(office: Office) -> None:
    reviewer = Visitor(office, office.safety_office)
    acts = f"{CAMPAIGN}/{PERIOD}/acts"
    for number in ("x" * 201, "\0"):
        refused = await reviewer.post(f"{acts}/accept", {"number": number})
        assert refused.status in (404, 422), refused.text
    for until in ("0001-01-01T00:00", "9999-12-31T23:59", "2024-02-30T18:00", "2024-12-17T18:00-20:00"):
        refused = await reviewer.post(f"{acts}/extend", {"filer": VILLAGE, "until": until, "reason": "住院"})
        assert refused.status == 422, (until, refused.text)


async def test_the_head_agrees_on_the_page(office: Office) -> None:
    story = office.reporting.story
    before = next(each.data for each in reversed(story.logs["registry"]) if each.type == "campaign.opened")
    story.tell("campaign.opened", "11-13", "winter", **{**before, "review": "head"})
    await office.publish()
    number = await office.signed()
    head = Visitor(office, head_of(office, FILER))
    desk = await head.get("/reporting/pages/")
    assert "待单位负责人审核" in desk.text
    page = await head.get(desk.links()["审核"])
    agreed = await page.send("/review")
    assert "负责人审核通过" in agreed.text
    assert "待单位负责人审核" not in (await head.get("/reporting/pages/")).text
    withdrawn = await (await Visitor(office, office.officer).get(f"submissions/{number}")).send("/withdraw")
    assert "已撤回" in withdrawn.text
    assert "重新核对并报送" in withdrawn.links()


async def test_a_figure_that_moved_leads_to_why(office: Office) -> None:
    await office.signed("1", FILER, late_reason="other", late_note="演练")
    found(office.reporting.story, "h-more", "12-13", by=FILER)
    await office.publish()
    number = await office.signed("2", FILER)
    mine = Visitor(office, office.officer)
    page = await mine.get(f"submissions/{number}")
    (why,) = page.tree.xpath("//*[@id='c-hazards_found']//dd//a/@href")
    told = await mine.get(why)
    assert "甲科“排查”比" in told.text
    assert "发现隐患" in told.text
