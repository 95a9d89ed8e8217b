"""Which templates of text messages may be used now: what the provider has approved of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.notifications.policy.policy import Policy
from services.notifications.texts.texts import TemplateState, Texts


@dataclass(frozen=True, slots=True)
class TemplateStates:
    """Of one town: what it says of its signature and templates, else what the file of texts says."""

    texts: Texts
    policy: Policy
    sign: TemplateState = TemplateState.UNREGISTERED
    said: Mapping[str, TemplateState] = field(default_factory=dict)

    def state_of(self, template: str) -> TemplateState:
        return self.said.get(template, self.texts.templates[template].state)

    def needed_by(self, rule: str) -> tuple[str, ...]:
        """All that its messages may turn out to need: gathered ones may meet others."""
        own = self.texts.rules[rule].sms.all
        return tuple(dict.fromkeys((*own, self.texts.general))) if self.policy.rules[rule].gathered else own

    def not_usable(self, rule: str) -> tuple[str, ...]:
        """What a week ahead is alarmed of."""
        return tuple(name for name in self.needed_by(rule) if self.state_of(name) is not TemplateState.USABLE)

    def usable(self, rule: str) -> bool:
        """By text message; otherwise its reminders take another channel."""
        return self.sign is TemplateState.USABLE and not self.not_usable(rule)
