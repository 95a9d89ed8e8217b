"""Finding a mobile phone or identity number in free text, so that the log never holds one.

A text is searched twice. As it stands, for numbers in one piece or in their usual groups: there no number
beside them can hide them. And with what separates digits taken out, for numbers spelled out in another way.
"""

import re
import unicodedata
from datetime import date
from enum import Enum

from stdnum.cn import ric

# The same between all groups. Commas, slashes and signs of multiplication stand between door numbers, sums
# and measurements, of which three may look like the groups of a phone number.
_MOBILE_GAP = r"(?:[\s_]{0,2}|\s?[-‐-―·.]\s?)"
_MOBILE = re.compile(rf"(?<!\d)(?:(?:00)?86|0)?1[3-9]\d({_MOBILE_GAP})\d{{4}}\1\d{{4}}(?!\d)")
_GAP = r"[\W_]{0,2}"
"""Whatever stands between the groups of an identity number: its date and check digit tell it well enough."""
# Looks ahead without taking, so that a number that only resembles one hides none that begins within it.
_IDENTITY = re.compile(
    rf"(?<!\d)(?=(\d{{6}}){_GAP}((?:19|20)\d\d){_GAP}(\d\d)(\d\d){_GAP}(\d{{3}}[\dXx])(?!\d))"
)
# A dot before the last one or two digits is a decimal point.
_SEPARATORS = re.compile(r"(?<=\d)(?:[\s\-‐-―·]{1,2}|\.(?!\d\d?(?!\d)))(?=\d)")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MANY_DIGITS = re.compile(r"(?:\d\D{0,3}){11}")


class PersonalData(Enum):
    MOBILE_NUMBER = "mobile_number"
    IDENTITY_NUMBER = "identity_number"


def find_personal_data(text: str) -> PersonalData | None:
    """The first kind of number found, also when it is written full-width or with separators."""
    if _MANY_DIGITS.search(text) is None:
        return None
    as_it_stands = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return _find(as_it_stands) or _find(_SEPARATORS.sub("", as_it_stands))


def _find(text: str) -> PersonalData | None:
    if any(_is_identity_number(*match.groups()) for match in _IDENTITY.finditer(text)):
        return PersonalData.IDENTITY_NUMBER
    if _MOBILE.search(text) is not None:
        return PersonalData.MOBILE_NUMBER
    return None


def _is_identity_number(place: str, year: str, month: str, day: str, last: str) -> bool:
    """The place is not looked up: many people's was renamed or divided since, or was not yet when born."""
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    number = f"{place}{year}{month}{day}{last}".upper()
    return bool(ric.calc_check_digit(number) == number[-1])
