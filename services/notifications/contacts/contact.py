"""A contact as entered: numbers checked and brought to one form. Pure; never part of an event."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

REGION = "CN"
"""How a number without a country code is read."""
_SHOWN = r"^[^\x00-\x1f\x7f]*$"
_EMAIL = r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$"
_MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class Contact(BaseModel):
    """How to reach a holder; at least one way."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str | None = Field(default=None, min_length=1, max_length=100, pattern=_SHOWN)
    mobile: str | None = Field(default=None, max_length=40, description="Gets text messages.")
    landline: str | None = Field(default=None, max_length=40, description="For people to ring; gets no text.")
    email: str | None = Field(default=None, max_length=254, pattern=_EMAIL)
    account: str | None = Field(
        default=None, max_length=200, pattern=r"^[\x21-\x7e]+$", description="Its sign-in name; 账号"
    )

    @field_validator("mobile")
    @classmethod
    def _a_mobile(cls, text: str | None) -> str | None:
        return None if text is None else _number(text, mobile=True)

    @field_validator("landline")
    @classmethod
    def _a_landline(cls, text: str | None) -> str | None:
        return None if text is None else _number(text, mobile=False)

    @model_validator(mode="after")
    def _some_way(self) -> "Contact":
        if self.mobile is None and self.landline is None and self.email is None:
            raise ValueError("give a mobile number, a landline or an e-mail address")
        return self


def printed(number: str) -> str:
    """As it is written in the country: 13800138000, 023-67589240; of another one with its code."""
    parsed = phonenumbers.parse(number)
    if phonenumbers.region_code_for_number(parsed) != REGION:
        return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    area, _, rest = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL).partition(" ")
    between = "" if phonenumbers.number_type(parsed) in _MOBILE_TYPES else "-"
    return area + between + rest.replace(" ", "")


def _number(text: str, *, mobile: bool) -> str:
    """In the international form, `+8613…`."""
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException:
        raise ValueError("not a telephone number") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a valid telephone number")
    if mobile != (phonenumbers.number_type(number) in _MOBILE_TYPES):
        raise ValueError("not a mobile number" if mobile else "a mobile number; enter it as mobile")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
