"""Finding a mobile phone or identity number in what is sent, so that the log never holds one.

A free text is searched twice. As it stands, for numbers in one piece or in their usual groups: there no
number beside them can hide them. And with what separates digits taken out, for numbers spelled out in another
way. An id is searched as it stands, for numbers that are all of it or have something other than letters,
digits and hyphens on both sides: digits within a longer name are nobody's number.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum

from stdnum.cn import ric

from shared.events.digits import readings

_DASH_OR_DOT = r"\-‐-―−⁃─ー·・•‧∙⋅"
# The same between all groups. Commas, slashes and signs of multiplication stand between door numbers, sums
# and measurements, of which three may look like the groups of a phone number.
_MOBILE = rf"1[3-9]\d(?P<gap>[\s_]{{0,2}}|\s?[{_DASH_OR_DOT}.]\s?)(\d{{4}})(?P=gap)(\d{{4}})"
_GAP = r"[\W_]{0,2}"
"""Whatever stands between the groups of an identity number: its date and check digit tell it well enough."""
_IDENTITY = rf"(\d{{6}}){_GAP}((?:19|20)\d\d){_GAP}(\d\d)(\d\d){_GAP}(\d{{3}}[\dXx])"
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = r"(?<!\d)", r"(?!\d)"
_FREE_BEFORE, _FREE_AFTER = r"(?<![^\W_])(?<!-)", r"(?![^\W_]|-)"

_MOBILE_IN_TEXT = re.compile(rf"{_NO_DIGIT_BEFORE}(?:(?:00)?86|0)?{_MOBILE}{_NO_DIGIT_AFTER}")
_MOBILE_IN_ID = re.compile(rf"{_FREE_BEFORE}(?:(?:00)?86-?|0)?{_MOBILE}{_FREE_AFTER}")
# Looks ahead without taking, so that a number that only resembles one hides none that begins within it.
_IDENTITY_IN_TEXT = re.compile(rf"{_NO_DIGIT_BEFORE}(?={_IDENTITY}{_NO_DIGIT_AFTER})")
_IDENTITY_IN_ID = re.compile(rf"{_FREE_BEFORE}(?={_IDENTITY}{_FREE_AFTER})")

# A dot before the last one or two digits is a decimal point.
_SEPARATORS = re.compile(rf"(?<=\d)(?:[\s_{_DASH_OR_DOT}]{{1,3}}|\.(?!\d\d?(?!\d)))(?=\d|[Xx]\b)")
_ONE_BY_ONE = re.compile(r"(?<![\d.])\d(?:\.\d){10,16}(?:\.[\dXx])?(?![\d.])")
_MANY_DIGITS = re.compile(r"\d(?:[\W_]*+\d){10}")
_RECENT_DAY = re.compile(r"20[23]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


class PersonalData(Enum):
    MOBILE_NUMBER = "mobile_number"
    IDENTITY_NUMBER = "identity_number"


def find_personal_data(text: str) -> PersonalData | None:
    """In free text: the first kind of number found, in digits of any script and with any separators."""
    return _first(text, lambda read: _in_text(read) or _in_text(_in_one_piece(read)))


def find_in_id(text: str) -> PersonalData | None:
    """In an id: a number that is all of it, or stands by itself in it."""
    return _first(text, _in_id)


def _first(text: str, find: Callable[[str], PersonalData | None]) -> PersonalData | None:
    """In the first of the text's readings that holds one."""
    found = (find(read) for read in readings(text) if _MANY_DIGITS.search(read) is not None)
    return next((each for each in found if each is not None), None)


def _in_text(text: str) -> PersonalData | None:
    if any(_is_identity_number(*match.groups()) for match in _IDENTITY_IN_TEXT.finditer(text)):
        return PersonalData.IDENTITY_NUMBER
    return None if _MOBILE_IN_TEXT.search(text) is None else PersonalData.MOBILE_NUMBER


def _in_one_piece(text: str) -> str:
    if "." in text:
        text = _ONE_BY_ONE.sub(lambda match: match[0].replace(".", ""), text)
    return _SEPARATORS.sub("", text)


def _in_id(text: str) -> PersonalData | None:
    """Ids are also made of a place, a day and a serial number: that day is not long ago, one of birth is."""
    for match in _IDENTITY_IN_ID.finditer(text):
        place, year, month, day, last = match.groups()
        born = _is_identity_number(place, year, month, day, last)
        if born and _RECENT_DAY.fullmatch(year + month + day) is None:
            return PersonalData.IDENTITY_NUMBER
    for match in _MOBILE_IN_ID.finditer(text):
        gap, *rest = match.groups()
        if not gap or _RECENT_DAY.fullmatch("".join(rest)) is None:
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
