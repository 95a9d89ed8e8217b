"""Finding a mobile phone or identity number in free text, so that the log never holds one."""

import re
import unicodedata
from enum import Enum

from stdnum.cn import ric

_SEPARATORS = re.compile(r"(?<=\d)[\s\-‐-―·.]{1,2}(?=\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86|0086)?1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
_MANY_DIGITS = re.compile(r"(?:\d\D{0,2}){11}")


class PersonalData(Enum):
    MOBILE_NUMBER = "mobile_number"
    IDENTITY_NUMBER = "identity_number"


def find_personal_data(text: str) -> PersonalData | None:
    """The first kind of number found, also when it is written full-width or with separators."""
    if _MANY_DIGITS.search(text) is None:
        return None
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if any(ric.is_valid(match.group()) for match in _IDENTITY.finditer(plain)):
        return PersonalData.IDENTITY_NUMBER
    if _MOBILE.search(plain) is not None:
        return PersonalData.MOBILE_NUMBER
    return None
