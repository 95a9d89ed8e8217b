"""An account as it is told: names, logins, roles and organisations; what is refused says what to do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.embedded.accounts.told import ROLE_WORDS, Told, details_of
from deploy.embedded.issuer.town import read_towns
from deploy.embedded.refusal import Refusal
from tests.deploy.towns import FIRST

(TOWN,) = read_towns()
TOLD = Told("zhang.san@dasheng", "演示甲", "", "村居填报员", "大盛村", "", "", "")
GLOSSARY = Path(__file__).parents[3] / "GLOSSARY.md"


def test_the_least_that_is_told() -> None:
    details = details_of(TOLD, TOWN)
    assert details.model_dump(by_alias=True) == {
        "login": "zhang.san@dasheng", "name": "演示甲", "office": "", "role": "reporter", "township": FIRST,
        "organisation": "v-dasheng", "from": None, "until": None, "stand_in": False, "head": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "said", "read"),
    [
        ("login", " Zhang.San＠DaSheng ", "zhang.san@dasheng"),
        ("login", "z_3+b-c@d-s.gov.cn", "z_3+b-c@d-s.gov.cn"),
        ("name", " 演　示 ", "演　示"),
        ("name", "阿依古丽·演示", "阿依古丽·演示"),
        ("office", "安全员（119 专班）", "安全员（119 专班）"),
        ("role", "officer", "officer"),
        ("organisation", "v-dasheng", "v-dasheng"),
        ("organisation", " 产业服务中心 ", "d-chanye"),
        ("until", "2024年12月31日", "2024-12-31"),
        ("stand_in", "b岗", True),
        ("stand_in", "Ｂ", True),
        ("stand_in", "A岗", False),
    ],
)
def test_how_people_write(field: str, said: str, read: object) -> None:
    assert getattr(details_of(replace(TOLD, **{field: said}), TOWN), field) == read


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("login", "", "应形如 zhang.san@dasheng"),
        ("login", "zhangsan", "含一个 @"),
        ("login", "张三@大盛", "只用英文字母"),
        ("login", "a@b@c", "含一个 @"),
        ("login", "=a@b", "应形如"),
        ("login", "a" * 100 + "@d", "不超过 100 个字符"),
        ("login", "reporter@v-dasheng", "角色名"),
        ("login", "Operator@500112143", "角色名"),
        ("login", "13812345678@dasheng", "手机号"),
        ("login", "zhang.13812345678@dasheng", "手机号"),
        ("name", "", "姓名为空"),
        ("name", "=HYPERLINK(1)", "公式"),
        ("name", "＋演示", "公式"),
        ("name", "@演示", "公式"),
        ("name", "演示 13812345678", "不能有电话"),
        ("name", "演示 023-67181234", "不能有电话"),
        ("name", "演\u202e示", "看不见"),
        ("name", "演\n示", "看不见"),
        ("name", "演" * 41, "不超过 40 个字"),
        ("office", "-主任", "公式"),
        ("office", "主任 138 1234 5678", "不能有电话"),
        ("role", "", "没有角色“”"),
        ("role", "dashboard", "没有角色“dashboard”"),
        ("role", "村长", "村居填报员、科室人员"),
        ("organisation", "", "填报单位"),
        ("organisation", "小盛村", "没有单位“小盛村”，请填写其一：明月村、"),
        ("organisation", "g-1", "没有单位“g-1”"),
        ("organisation", "镇安委办", "填报单位"),
        ("starts", "2024-02-30", "“2024-02-30”不是日期"),
        ("until", "30 February", "“30 February”不是日期"),
        ("stand_in", "C", "A 或 B"),
    ],
)
def test_what_is_refused_says_what_to_do(field: str, said: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        details_of(replace(TOLD, **{field: said}), TOWN)
    assert words in refused.value.zh


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        details_of(Told("x", "=", "", "y", "", "z", "2024-02-30", "?"), TOWN)
    for words in ("账号“x”", "公式", "没有角色“y”", "“z”不是", "“2024-02-30”不是", "A 或 B"):
        assert words in refused.value.zh


@pytest.mark.parametrize("role", ["safety_office", "leader", "auditor", "operator"])
def test_roles_of_the_town_have_no_filer(role: str) -> None:
    own = "safety-office" if role == "safety_office" else None
    assert details_of(replace(TOLD, role=role, organisation=""), TOWN).organisation == own
    with pytest.raises(Refusal, match="不属于某个单位"):
        details_of(replace(TOLD, role=role, organisation="大盛村"), TOWN)


def test_the_safety_office_may_be_named() -> None:
    told = replace(TOLD, role="镇安委办人员", organisation="镇安委办")
    assert details_of(told, TOWN).organisation == "safety-office"


def test_of_two_filers_of_one_name_the_id_is_asked_for() -> None:
    town = replace(TOWN, villages=TOWN.villages | {"v-other": "大盛村"})
    with pytest.raises(Refusal, match=r"不止一个.*v-dasheng、v-other"):
        details_of(TOLD, town)


def test_the_words_for_roles_are_the_glossarys() -> None:
    rows = re.findall(r"^\| (\S+) \| `(\w+)` \|", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    assert set(ROLE_WORDS.items()) <= set(rows)
