"""Which working group a leader's desk shows as the own one."""

from services.registry.pages.own_group import own_groups
from shared.events.registry import WorkingGroupFormed
from shared.facts.account import Person

OFFICIALS = {"o-head": "李觅", "o-member": "刘波", "o-other": "黄东"}
GROUPS = [
    (name, WorkingGroupFormed.model_validate(
        {"group_id": id_, "heads": ["o-head"], "members": [member], "departments": [],
         "villages": villages}
    ))
    for id_, name, member, villages in (
        ("g-1", "第一督导工作组", "o-member", ["v-a", "v-b"]), ("g-2", "第二督导工作组", "o-other", ["v-c"]),
    )
]  # fmt: skip


def names(person: Person) -> list[str]:
    return [group.name for group in own_groups(person, OFFICIALS, GROUPS)]


def test_it_is_the_one_whose_member_has_the_persons_name() -> None:
    assert names(Person("刘波", "专职副书记")) == ["第一督导工作组"]
    assert names(Person("李觅", "党委书记")) == [], "heads head all of them"


def test_or_the_one_that_stands_in_the_persons_office() -> None:
    assert names(Person("演示人员28", "镇领导、第二督导工作组成员")) == ["第二督导工作组"]
    assert names(Person("演示人员28", "镇领导")) == names(Person("")) == []
