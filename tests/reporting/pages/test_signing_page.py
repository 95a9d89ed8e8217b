"""Checking and signing on a page: what is signed is what was shown, and nothing that was typed is lost."""

import pytest

from services.reporting.forms.documents import checks
from tests.reporting.pages.seen import CAMPAIGN, Seen, Visitor
from tests.reporting.submissions.office import FILER, OTHER, Office
from tests.reporting.telling import found
from tests.reporting.two_towns import ELSEWHERE

PAGE, OTHERS = f"periods/2/{FILER}", f"periods/2/{OTHER}"
LATE = "第2期（截至12月14日）已过报送时限，请选择逾期原因；选“其他”须写明。"
FELL = "“已整改”比上期少1条，请说明原因。"


def officer(office: Office, name: str = "王芳", organisation: str = FILER) -> Visitor:
    token = office.reporting.issuer.token(
        sub=f"{name.encode().hex()}@{organisation}", role="officer", organisation=organisation,
        township=office.township, name=name, office="科员",
    )  # fmt: skip
    return Visitor(office, {"Authorization": f"Bearer {token}"})


async def opened(who: Visitor, page: str = PAGE) -> Seen:
    seen = await who.get(page)
    assert seen.status == 200, seen.text
    return seen


def can_be_signed(page: Seen) -> bool:
    return bool(page.tree.xpath("//button[@value='sign']"))


async def test_what_is_signed_is_what_was_shown_once_and_by_one(office: Office) -> None:
    page = await opened(officer(office))
    assert "本人已核对，以上为截至12月14日 09:0" in page.text
    assert page.at("c-hazards_found").split()[-1] == "2"
    found(office.reporting.story, "h-new", "12-13", by=FILER)
    await office.publish()
    newer = await page.visitor.get(page.tree.xpath("//*[@id='newer']")[0].get("hx-get"))
    assert "又有1条新数据" in newer.text
    for _ in range(2):
        done = await page.send(PAGE, act="sign", remark="以台账为准")
        assert "报送成功，回执号2-d-a-1" in done.text
        assert "按时" in done.text
    signed = await office.submission("2-d-a-1")
    assert (signed["figures"]["hazards_found"], signed["remarks"]) == (2, [{"text": "以台账为准"}])
    since = await page.visitor.get(f"{CAMPAIGN}/submissions/2-d-a-1/since")
    assert "报送后又有：新增1，减少0。" in since.text
    first, second = [await opened(officer(office, name, OTHER), OTHERS) for name in ("王芳", "李雷")]
    await first.send(OTHERS, act="sign")
    refused = await second.send(OTHERS, act="sign", remark="我的说明")
    assert (refused.status, can_be_signed(refused)) == (409, False)
    assert "本期已由王芳于" in refused.text
    look = await opened(second.visitor, OTHERS)
    assert "本期已由王芳于12月14日 09:" in look.text
    assert "查看报送件" in look.links()


async def test_a_refusal_keeps_what_was_typed_and_leads_to_its_field(office: Office) -> None:
    office.set_clock("12-14 18:30")
    page = await opened(officer(office))
    assert "已逾期" in page.text
    with_number = "路面结冰，电话13912345678"
    refused = await page.send(PAGE, act="sign", remark="补报", narrative="on", problems=with_number)
    assert refused.status == 422
    assert "#problems" in refused.links().values()
    assert refused.fields(PAGE)["problems"] == with_number
    refused = await refused.send(PAGE, act="sign", problems="路面结冰")
    assert (refused.status, refused.links()[LATE]) == (422, "#late_reason")
    kept = refused.fields(PAGE)
    assert (kept["remark"], kept["problems"]) == ("补报", "路面结冰")
    another = refused.fields(PAGE) | {"act": "sign", "digest": f"sha256:{'0' * 64}", "late_reason": "holiday"}
    refused = await page.visitor.post(f"{CAMPAIGN}/{PAGE}", another)
    assert refused.status == 409
    assert "数据已有变化" in refused.text
    assert "以下已重新生成" in refused.text
    done = await refused.send(PAGE, act="sign")
    assert "逾期补报" in done.text
    assert (await office.submission("2-d-a-1"))["narrative"]["problems"] == "路面结冰"


async def test_a_number_that_no_form_sends_is_no_number(office: Office) -> None:
    page = await opened(officer(office))
    for waiting in ("9" * 5000, "9" * 30, "٣", "-1"):
        refused = await page.send(PAGE, act="sign", waiting=waiting)
        assert refused.status == 422, (waiting[:5], refused.status)
    assert "报送成功" in (await refused.send(PAGE, act="sign", waiting="0")).text


async def test_a_fall_is_explained_and_what_was_returned_says_why_at_its_cell(office: Office) -> None:
    await office.signed("1", late_reason="not_entered")
    office.reporting.story.tell("hazard.look_back_failed", "12-13", "h1", by=OTHER)
    await office.publish()
    mine = officer(office)
    page = await opened(mine)
    assert FELL in page.text
    assert "系统查到：回头看不合格1条。" in page.text
    refused = await page.send(PAGE, act="sign", fall__major_closed="回头看", remark__fines="含12月")
    assert refused.links()[FELL] == "#fall.hazards_closed"
    done = await refused.send(PAGE, act="sign", fall__hazards_closed="回头看未通过")
    assert "减少原因 回头看未通过" in " ".join(done.at("c-hazards_closed").split())
    reviewed = await Visitor(office, office.safety_office).get("submissions/2-d-a-1")
    returned = await reviewed.send("/return", column="fines", reason="罚款与台账不符")
    assert "已退回，待重报" in returned.text
    assert "罚款与台账不符" in returned.at("c-fines")
    page = await opened(mine)
    assert "退回原因 罚款与台账不符" in " ".join(page.at("c-fines").split())
    assert "前重报" in page.text
    kept = page.fields(PAGE)
    assert (kept["remark.fines"], kept["fall.major_closed"]) == ("含12月", "回头看")
    assert "回执号2-d-a-2" in (await page.send(PAGE, act="sign")).text


async def test_filed_for_another_corrected_not_open_and_closed(office: Office) -> None:
    mine, reviewer = officer(office), Visitor(office, office.safety_office)
    not_open = await mine.get(f"periods/3/{FILER}")
    assert not_open.status == 409
    assert "本期尚未开放，12月14日 18:00起可以报送。" in not_open.text
    page = await opened(reviewer, OTHERS)
    refused = await page.send(OTHERS, act="sign", behalf_reason="设备故障")
    assert "#behalf_asked_by" in refused.links().values()
    done = await refused.send(OTHERS, act="sign", behalf_asked_by="王芳")
    assert "镇安委办代报" in done.text
    await (await opened(mine)).send(PAGE, act="sign")
    for number in ("2-d-a-1", "2-d-b-1"):
        accepted = await (await reviewer.get(f"submissions/{number}")).send("/accept")
        assert "审核通过" in accepted.text
    found(office.reporting.story, "h-late", "12-13", by=FILER)
    await office.publish()
    page = await mine.get((await mine.get("submissions/2-d-a-1")).links()["发起更正"])
    done = await page.send(PAGE, act="sign", correction_reason="补录一条隐患")
    assert "更正报" in done.text
    assert "已被更正" in (await mine.get("submissions/2-d-a-1")).text
    await (await reviewer.get("submissions/2-d-a-2")).send("/accept")
    sheet = "periods/2/consolidated/annex-3"
    assert "已汇总" in (await (await reviewer.get(sheet)).send(sheet)).text
    closed = await opened(mine, f"periods/1/{FILER}")
    assert "本期已关闭，请在第2期（截至12月14日）一并报送。" in closed.text
    assert not can_be_signed(closed)


async def test_errors_come_first_and_nobody_opens_the_address_of_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts alone never break a relation of the notice: here one is asked for that they do break."""
    with monkeypatch.context() as broken:
        broken.setattr(checks, "_AT_MOST", (("hazards_found", "hazards_closed", "error"),))
        page = await opened(officer(office))
        error = "“隐患总数›排查（条）”为 2，大于“隐患总数›已整改（条）”的 1，请核对。"
        assert page.links()[error] == "#c-hazards_found"
        assert f"！错误 {error}" in page.at("c-hazards_found")
        assert not can_be_signed(page)
        assert (await page.send(PAGE, act="sign")).status == 422
    mine, theirs = page.visitor, await office.signed("2", OTHER)
    named = "occurred_until=2024-12-14T01:00:00Z&positions=registry:1,hazards:1"
    for address in (
        OTHERS,
        f"{OTHERS}/newer?{named}",
        f"submissions/{theirs}",
        f"submissions/{theirs}/since",
    ):
        assert (await mine.get(address)).status == 403
    for act in (OTHERS, f"submissions/{theirs}/withdraw", f"submissions/{theirs}/return"):
        assert (await mine.post(f"{CAMPAIGN}/{act}", {"act": "sign", "reason": "x"})).status == 403
    assert (await office.submission(theirs))["state"] == "signed"
    look = await opened(Visitor(office, office.as_("leader", None, "刘波")))
    assert not can_be_signed(look)
    office.township = ELSEWHERE
    elsewhere = officer(office)
    assert (await elsewhere.get(f"submissions/{theirs}")).status == 403
    assert "回执号2-d-a-1" in (await (await opened(elsewhere)).send(PAGE, act="sign")).text
