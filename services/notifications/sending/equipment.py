"""What sending works with: put together once by the service, given to whatever sends."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.channels.channel import Channel
from services.notifications.channels.settings import ChannelSettings
from services.notifications.planning.basis import Rulebook
from services.notifications.sending.claimant import Claimant
from services.notifications.sending.knowledge import Knowledge
from services.notifications.sending.sent_keys import SentKeys
from shared.clock import Clock
from shared.event_log.connection import Pool


@dataclass(frozen=True, slots=True)
class Equipment:
    pool: Pool
    """As the role that may write reminders."""
    clock: Clock
    rulebook: Rulebook
    channels: Mapping[str, Channel]
    settings: ChannelSettings
    page: str
    """The address of the deployment, for links."""
    claimant: Claimant
    knowledge: Knowledge
    keys: SentKeys

    @property
    def sign_name(self) -> str:
        return self.settings.sms_sign_name or "镇安委办"
