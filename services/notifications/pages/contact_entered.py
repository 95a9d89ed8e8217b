"""A contact as a form says it, and what is wrong with it, field by field, in both languages. Pure."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from services.notifications.contacts.contact import Contact
from services.notifications.pages.entered import text
from services.notifications.reminders.in_words import Words

_FIELDS = ("name", "mobile", "landline", "email", "account")
_NOTHING_GIVEN: Words = (
    "请至少填写手机号、座机号、邮箱之一。",
    "Give a mobile number, a landline or an e-mail.",
)
_WRONG: dict[str, Words] = {
    "name": ("姓名过长，请控制在100字以内。", "The name is too long: 100 characters at most."),
    "mobile": (
        "手机号不正确：请填写11位手机号；座机请填在“座机号”。",
        "That is no mobile number; enter a landline in its own field.",
    ),
    "landline": (
        "座机号不正确：请连同区号填写，如 023-67589240；手机请填在“手机号”。",
        "That is no landline: write the area code too; enter a mobile number in its own field.",
    ),
    "email": ("邮箱地址不正确，应如 name@example.cn。", "That is no e-mail address, as name@example.cn."),
    "account": (
        "账号不正确：请填写登录时使用的账号，不含空格和汉字。",
        "That is no account: write the name that you sign in with.",
    ),
}


class Wrong(Exception):
    """Told beside the form, which stays as it was filled in."""

    def __init__(self, found: Sequence[tuple[str, Words]]) -> None:
        super().__init__(f"{[field for field, _ in found]}")
        self.found = found


def contact_of(form: Mapping[str, str]) -> Contact:
    said = {name: value for name in _FIELDS if (value := text(form, name)) is not None}
    try:
        return Contact.model_validate(said)
    except ValidationError as error:
        fields = dict.fromkeys(str(found["loc"][0]) if found["loc"] else "" for found in error.errors())
        raise Wrong(
            [(field, _WRONG[field]) if field else ("mobile", _NOTHING_GIVEN) for field in fields]
        ) from None
