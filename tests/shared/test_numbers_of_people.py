"""Every number in every script, with every separator and whatever goes unseen between its digits."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.events.judged import SENT, found_wrong
from shared.events.personal_data import find_in_id
from shared.events.text import Id, Text
from tests.support.numbers_of_people import (
    BESIDE,
    SCRIPTS,
    SEPARATORS,
    UNSEEN,
    groups,
    identities,
    mobiles,
    written,
)

TEXT, ID = TypeAdapter(Text), TypeAdapter(Id)


def refused_as(kind: TypeAdapter[str], sent: str) -> list[str]:
    """As a fact's field is: by way of the quick look."""
    try:
        kind.validate_python(sent, context=SENT)
    except ValidationError as error:
        return [each["type"] for each in found_wrong(error)]
    return []


@settings(max_examples=600, deadline=None)
@given(
    number=mobiles | identities,
    script=st.sampled_from(sorted(SCRIPTS)),
    separator=st.sampled_from(SEPARATORS),
    before=st.sampled_from(BESIDE),
    after=st.sampled_from(BESIDE),
)
def test_it_is_found_in_every_script_and_with_every_separator(
    number: str, script: str, separator: str, before: str, after: str
) -> None:
    text = before + separator.join(written(each, SCRIPTS[script]) for each in groups(number)) + after
    assert refused_as(TEXT, text) == ["personal_data"], ascii(text)


@settings(max_examples=200, deadline=None)
@given(
    number=mobiles | identities,
    separator=st.sampled_from(SEPARATORS),
    script=st.sampled_from(sorted(SCRIPTS)),
)
def test_it_is_found_digit_by_digit(number: str, separator: str, script: str) -> None:
    digits = [written(each, SCRIPTS[script]) for each in number]
    assert refused_as(TEXT, separator.join(digits)) == ["personal_data"], ascii(digits)


@settings(max_examples=150, deadline=None)
@given(
    number=mobiles | identities,
    scripts=st.lists(st.sampled_from(sorted(SCRIPTS)), min_size=18, max_size=18),
    unseen=st.lists(st.text(st.sampled_from(UNSEEN), max_size=5), min_size=18, max_size=18),
)
def test_nothing_unseen_hides_it_nor_a_mixture_of_scripts(
    number: str, scripts: list[str], unseen: list[str]
) -> None:
    digits = (written(each, SCRIPTS[script]) for each, script in zip(number, scripts, strict=False))
    text = "".join(digit + more for digit, more in zip(digits, unseen, strict=False))
    assert refused_as(TEXT, text) == ["personal_data"], ascii(text)


@pytest.mark.parametrize(
    "text",
    [
        "①13812345678", "13812345678①", "陆13812345678", "第二13812345678", "13812345678²", "❶13812345678",
        "陆一三八一二三四五六七八", "3一三八一二三四五六七八", "①一三八一二三四五六七八", "什么13812345678",
        "⑬⑧①②③④⑤⑥⑦⑧", "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    ],
)  # fmt: skip
def test_a_numeral_beside_it_does_not_hide_it(text: str) -> None:
    assert refused_as(TEXT, text) == ["personal_data"]


@pytest.mark.parametrize(
    "text",
    [
        "二〇二四年十一月三十日至二〇二五年二月二十八日", "大盛府发〔二〇二四〕三十一号",
        "共计壹拾叁万捌仟壹佰贰拾叁元肆角伍分",
        "一千三百八十一万二千三百四十五元",
        "第一、第二、第三、第四、第五、第六、第七、第八、第九、第十、第十一",
        "一二三四五六七八九十", "①消防②用电③用气④疏散⑤培训⑥台账⑦标识⑧应急⑨值班⑩巡查⑪其他",
        "一、三、八、一、二、三、四、五、六、七、八", "大盛府发〔2024〕31号、32号、33号、34号、35号、36号",
        "2024-12-01 10:00:00+08:00 至 2024-12-02T18:30:00+08:00", "3栋2单元1301、1302、1401、1402号",
        "91500112MA5U8XYZ1R", "915001127094532157", "一至三层、五层、七至九层", "三一八国道一二三四公里处",
    ],
)  # fmt: skip
def test_numerals_that_are_nobodys_number(text: str) -> None:
    assert refused_as(TEXT, text) == []


@pytest.mark.parametrize("digits", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize(
    "around", ["{}", "/shops/{}", "urn:x:{}:1", "{}/2", "shop {}", "shop_{}", "({})", "人:{}。"]
)
@pytest.mark.parametrize("number", ["13812345678", "11010519491231002X", "8613812345678"])
def test_a_number_by_itself_is_found_in_an_id(number: str, around: str, digits: str) -> None:
    found = refused_as(ID, around.format(written(number, digits)))
    assert found == ["personal_data"]


@pytest.mark.parametrize("id_", ["138-1234-5678", "138 1234 5678", "/s/138.1234.5678", "+86-138-1234-5678"])
def test_a_number_in_its_usual_groups_is_found_in_an_id(id_: str) -> None:
    assert refused_as(ID, id_) == ["personal_data"]


@pytest.mark.parametrize(
    "id_",
    [
        "h-13812345678", "13812345678-h", "h13812345678", "x138-1234-5678", "2024-11-30/0001234",
        "150-2024-1130",
        "500112-20241130-0012", "500112202411300011", "0006573", "20241130000123", "1732001234567",
        "渝北应急罚〔2024〕123号",
        "2-1.7", "1.1.1", "u-5785e4-000160", "/simulator/5785e4",
        "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        "13812345678901234567", "138-12345678",
    ],
)  # fmt: skip
def test_digits_within_a_longer_name_are_nobodys(id_: str) -> None:
    assert refused_as(ID, id_) == []


def test_no_random_uuid_is_taken_for_a_number() -> None:
    digits = random.Random(6).randbytes(16 * 1_000_000).hex()
    each = (digits[start : start + 32] for start in range(0, len(digits), 32))
    ids = [f"{of[:8]}-{of[8:12]}-4{of[13:16]}-a{of[17:20]}-{of[20:]}" for of in each]
    # Many at once, far enough apart to be searched as each by itself.
    lots = ("||||".join(ids[start : start + 1000]) for start in range(0, len(ids), 1000))
    assert [lot for lot in lots if find_in_id(lot) is not None] == []
    assert find_in_id("||||".join([*ids[:500], "13812345678", *ids[500:1000]])) is not None
