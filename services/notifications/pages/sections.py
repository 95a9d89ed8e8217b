"""The pages of reminders, by role: what stands beneath the head of each of them. Pure."""

from dataclasses import dataclass

from shared.facts.account import EVERY_ROLE, Role

HERE = "/notifications/pages/reminders"
_PEOPLE = frozenset(EVERY_ROLE) - {"dashboard"}
_TOWN: frozenset[Role] = frozenset({"safety_office", "auditor"})
_OFFICES: frozenset[Role] = frozenset({"safety_office", "operator"})
_INSPECTING = _TOWN | _OFFICES


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    zh: str
    en: str
    roles: frozenset[Role]

    @property
    def address(self) -> str:
        return f"{HERE}/{self.name}"


SECTIONS: tuple[Section, ...] = (
    Section("town", "本期全镇", "The town", _TOWN),
    Section("technical", "技术告警", "Technical", frozenset({"operator"})),
    Section("own", "我的提醒", "Mine", _PEOPLE),
    Section("call-list", "电话催报名单", "Call list", frozenset({"safety_office"})),
    Section("day", "提醒试算", "A day's plan", _PEOPLE),
    Section("mutes", "静音", "Mutes", _PEOPLE),
    Section("contacts", "通讯录", "Contacts", _OFFICES | {"reporter", "officer"}),
    Section("duty", "值班表", "Duty roster", _OFFICES | {"leader"}),
    Section("templates", "短信模板", "Text templates", _INSPECTING),
    Section("channels", "渠道", "Channels", _INSPECTING),
    Section("rehearsal", "规则预演", "Rehearsal", frozenset({"safety_office"})),
    Section("recount", "催办复核", "Recount", _INSPECTING),
)


def sections_of(role: Role) -> tuple[Section, ...]:
    """The first is the one that the role sees when it asks for no other."""
    return tuple(section for section in SECTIONS if role in section.roles)
