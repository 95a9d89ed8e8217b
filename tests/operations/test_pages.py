"""The console's pages over HTTP: who may open them, of which town, and what is done only for a reason."""

import json
import re
from typing import Any

import httpx

from shared.facts.account import EVERY_ROLE
from tests.operations.conftest import ELSEWHERE, PAGES, Console
from tests.support.buses import TestBus
from tests.support.services import fact, until

OPERATORS = ("/standing", "/letters", "/letters-at-once?deed=skip", "/waiting", "/waiting-at-once?deed=end")
OVERSEERS = ("/events", "/verification", "/verification/run", "/acts", "/acts/latest")
CHECKED = {"filer": "v-nobody", "item": "1.1.1", "status": "done"}
"""Waits: nobody has introduced the filer."""
WHY = "核对原文"


def odd(number: str, **data: Any) -> dict[str, Any]:
    """A dead letter: of no type that there is."""
    return fact(number, "hazard.dreamt", {"secret": f"内情 {number}", **data})


def letters_on(page: str) -> list[str]:
    return re.findall(rf"{PAGES}/letters/(\d+)", page)


def waiting_on(page: str) -> list[str]:
    return sorted(set(re.findall(rf"{PAGES}/waiting/(\d+)/content", page)))


async def sent_by_bus(console: Console, bus: TestBus, *numbers: str) -> None:
    """Dead letters that may be tried again."""
    jetstream = (await bus.connect("paicha")).jetstream(timeout=30)
    for number in numbers:
        await jetstream.publish("intake.paicha.hazard.dreamt", json.dumps(odd(number)).encode())

    async def arrived() -> bool:
        return len(letters_on(await console.page("/letters"))) >= len(numbers)

    await until(arrived)


async def test_operators_act_auditors_look_and_others_do_neither(console: Console) -> None:
    for role in EVERY_ROLE:
        for path in (*OPERATORS, *OVERSEERS):
            answer = await console.get(path, role)
            may = role == "operator" or (role == "auditor" and path in OVERSEERS)
            assert answer.status_code == (httpx.codes.OK if may else httpx.codes.FORBIDDEN), (role, path)
        for path in ("/letters-at-once", "/letters/1/skip", "/waiting-at-once", "/verification/heal"):
            if role != "operator":
                answer = await console.post(path, role, reason=WHY)
                assert answer.status_code == httpx.codes.FORBIDDEN, (role, path)


async def test_a_letters_content_takes_a_reason_that_is_on_record(console: Console) -> None:
    await console.send([odd("1")])
    shown = await console.page("/letters")
    number = letters_on(shown)[0]
    letter = await console.page(f"/letters/{number}")
    assert "内情" not in shown + letter
    assert "请填写原因" in await console.refused(f"/letters/{number}/content", reason=" ")
    assert "手机号" in await console.refused(f"/letters/{number}/content", reason="问 13812345678")
    content = await console.post(f"/letters/{number}/content", reason=WHY)
    assert "内情 1" in content.text
    assert "<html" not in content.text
    acts = await console.page("/acts", "auditor")
    assert acts.count("查看死信内容") == 1
    assert WHY in acts


async def test_many_letters_are_counted_first_and_then_done_once(console: Console, bus: TestBus) -> None:
    await console.send([odd("posted")])
    await sent_by_bus(console, bus, "1", "2", "3")
    by = {"code": "unknown_type", "publisher": "paicha"}
    dry = await console.page("/letters-at-once", deed="retry", **by)
    assert "将处理 <strong>3</strong> 条" in dry
    assert "仍会被拒绝，保持未处理：3" in dry
    hidden = dict(re.findall(r'name="(last|expected)" value="(\d+)"', dry))
    retried = await console.done("/letters-at-once", deed="retry", reason="类型已补", **by, **hidden)
    assert "unknown_type 3" in retried
    assert "类型已补" in retried
    assert "请填写原因" in await console.refused("/letters-at-once", deed="skip", **by, **hidden)
    skipped = await console.done("/letters-at-once", deed="skip", reason="试发", **by, **hidden)
    assert "已跳过 3" in skipped
    again = await console.refused("/letters-at-once", deed="skip", reason="试发", **by, **hidden)
    assert "原 3 条，现 0 条" in again
    assert "没有符合的死信" in await console.page("/letters-at-once", deed="skip", **by)
    assert "answered_over_http" in await console.page("/letters-at-once", deed="retry")


async def test_one_letter_says_what_a_retry_would_meet(console: Console, bus: TestBus) -> None:
    await sent_by_bus(console, bus, "1")
    number = letters_on(await console.page("/letters"))[0]
    assert "仍会被拒绝" in await console.page(f"/letters/{number}")
    assert "unknown_type 1" in await console.done(f"/letters/{number}/retry", reason="再试")
    assert "已跳过 1" in await console.done(f"/letters/{number}/skip", reason="试发")
    assert "已处理" in await console.refused(f"/letters/{number}/skip", reason="试发")
    assert "already_decided" in await console.page("/acts")
    assert "试发" in await console.page("/letters", state="skipped")


async def test_waiting_facts_by_cause_and_their_end(console: Console) -> None:
    await console.send([fact(str(n), "self_check.recorded", CHECKED | {"item": f"1.1.{n}"}) for n in (1, 2)])
    await console.send([fact("3", "self_check.recorded", CHECKED | {"filer": "v-else"})])
    shown = await console.page("/waiting")
    assert "还有3条数据待核实，本次未计入。" in shown
    assert "机构 v-nobody" in shown
    assert "1.1.2" not in shown, "the content takes a reason"
    number = waiting_on(shown)[0]
    assert "1.1.1" in (await console.post(f"/waiting/{number}/content", reason=WHY)).text
    by = {"kind": "organisation", "id": "v-nobody"}
    dry = await console.page("/waiting-at-once", deed="end", **by)
    assert "将处理 <strong>2</strong> 条" in dry
    hidden = dict(re.findall(r'name="(last|expected)" value="(\d+)"', dry))
    assert "已列入重试 2" in await console.done(
        "/waiting-at-once", deed="retry", reason="再试", **by, **hidden
    )
    assert "已终止等待 2" in await console.done("/waiting-at-once", deed="end", reason="误发", **by, **hidden)
    assert "还有1条数据待核实" in await console.page("/waiting")
    assert "现 0 条" in await console.refused("/waiting-at-once", deed="end", reason="误发", **by, **hidden)


async def test_another_towns_people_see_and_touch_nothing_of_it(console: Console) -> None:
    await console.send([odd("1"), fact("1", "self_check.recorded", CHECKED)])
    await console.send([fact("1", "self_check.recorded", CHECKED | {"item": "1.2.1"})], ELSEWHERE)
    number = letters_on(await console.page("/letters"))[0]
    assert "没有未处理的死信" in await console.page("/letters", township=ELSEWHERE)
    assert (await console.get(f"/letters/{number}", township=ELSEWHERE)).status_code == httpx.codes.NOT_FOUND
    for deed in ("content", "skip", "retry"):
        answer = await console.post(f"/letters/{number}/{deed}", township=ELSEWHERE, reason=WHY)
        assert answer.status_code == httpx.codes.NOT_FOUND, deed
    own, other = await console.page("/waiting"), await console.page("/waiting", township=ELSEWHERE)
    numbers = [waiting_on(each) for each in (own, other)]
    assert [len(each) for each in numbers] == [1, 1]
    answer = await console.post(f"/waiting/{numbers[0][0]}/content", township=ELSEWHERE, reason=WHY)
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert await console.page("/acts", township=ELSEWHERE) != await console.page("/acts")
    assert WHY not in await console.page("/acts"), "what was refused of another town is in that town's record"


async def test_how_it_stands_is_said_line_by_line(console: Console) -> None:
    await console.send([odd("1")])
    lines = await console.page("/standing")
    assert 'data-service="hazards"' in lines
    assert "日志 hazards" in lines
    assert "hazards 有 1 条死信未处理" in lines
    assert "hazards 读取 registry" in lines
    assert "没有未处理" not in lines
    assert "1 条未处理" not in await console.page("/standing", township=ELSEWHERE)
