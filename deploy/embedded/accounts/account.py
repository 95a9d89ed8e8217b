"""An account: one person, what the person acts for, from when until when."""

from datetime import UTC, datetime
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from deploy.embedded.accounts.term import begins, ends
from shared.facts.account import Account, Person, Role

State: TypeAlias = Literal["有效", "未生效", "已到期", "停用"]

WRITING_SECONDS = 5
"""For so long a change may take to reach the disk; tokens given out after it are dated as much ahead."""

PasswordIs: TypeAlias = Literal["first", "printed", "chosen"]
FIRST: PasswordIs = "first"
"""Printed by paicha, and good for choosing one."""
PRINTED: PasswordIs = "printed"
"""Likewise, by a version that knew no choosing: programs may go on using it."""
CHOSEN: PasswordIs = "chosen"


class Details(BaseModel):
    """What people say of an account; everything but the password and whether it was disabled."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    login: str
    """The account's name for ever: publisher of its facts, actor of their events. Never passed on."""
    name: str
    office: str = ""
    role: Role
    township: str
    organisation: str | None = None
    starts: str | None = Field(default=None, alias="from")
    until: str | None = None
    stand_in: bool = False
    """The B of AB岗; it has the same rights."""
    head: bool = False
    """单位负责人: agrees to what colleagues signed, where the campaign asks for it."""


class PasswordReset(BaseModel):
    """The last one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: int
    """Seconds since 1970."""
    by: str
    """A login; empty where it was done on the server itself."""
    reason: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


class PersonalAccount(Details):
    """As it is kept."""

    password: str
    """Its hash."""
    password_is: PasswordIs = PRINTED
    last_reset: PasswordReset | None = None
    disabled: bool = False
    tokens_from: int = 0
    """Seconds since 1970: tokens of an earlier second are no longer good."""

    def recalling(self, now: datetime, writing_seconds: int = WRITING_SECONDS) -> "PersonalAccount":
        """What was given out is recalled, and what is given out while this is being written."""
        tokens_from = max(self.tokens_from, int(now.timestamp()) + writing_seconds)
        return self.model_copy(update={"tokens_from": tokens_from})

    def details(self) -> Details:
        return Details.model_validate(self.model_dump(include=set(Details.model_fields)))

    def account(self) -> Account:
        organisations = frozenset() if self.organisation is None else frozenset({self.organisation})
        person = Person(self.name, self.office)
        return Account(self.login, self.township, self.role, organisations, person=person, head=self.head)

    @property
    def end(self) -> datetime | None:
        """No token of it is valid from then on."""
        return None if self.until is None else ends(self.until)

    def state(self, now: datetime) -> State:
        if self.disabled:
            return "停用"
        if self.starts is not None and now < begins(self.starts):
            return "未生效"
        return "有效" if self.end is None or now < self.end else "已到期"

    def why_not(self, now: datetime) -> tuple[str, str] | None:
        """Why nobody may sign in with it now, in both languages; None when it holds."""
        match self.state(now):
            case "有效":
                return None
            case "停用":
                return (
                    "账号已停用，请联系镇里的管理员。",
                    "The account was disabled: ask those who keep the accounts.",
                )
            case "未生效":
                return (
                    f"账号自 {self.starts} 起有效，届时再登录。",
                    f"The account is valid from {self.starts}: sign in then.",
                )
            case "已到期":
                return (
                    f"账号有效期至 {self.until}，已到期，请联系镇里的管理员延期。",
                    f"The account was valid until {self.until}: ask those who keep the accounts.",
                )
