"""What Aliyun's codes mean for a message. Pure. The one table of them.

From help.aliyun.com, 错误码 of 短信服务 (document 101347). A code that is not here refuses the message.
"""

from enum import Enum, auto

from services.notifications.channels.channel import Outcome, Refused, Unknown
from services.notifications.channels.later import put_off


class Meaning(Enum):
    LATER = auto()
    OURS = auto()
    """The account has to be put right first; the message has not been taken."""
    WRONG_ADDRESS = auto()
    MAYBE = auto()
    REFUSED = auto()


_HOUR = 3600.0
_OF_A_DAY = {"isv.DAY_LIMIT_CONTROL", "isv.MONTH_LIMIT_CONTROL"}
MEANINGS: dict[str, Meaning] = {
    "isv.BUSINESS_LIMIT_CONTROL": Meaning.LATER,
    "isv.DAY_LIMIT_CONTROL": Meaning.LATER,
    "isv.MONTH_LIMIT_CONTROL": Meaning.LATER,
    "isv.MOBILE_NUMBER_ILLEGAL": Meaning.WRONG_ADDRESS,
    "isv.MOBILE_COUNT_OVER_LIMIT": Meaning.REFUSED,
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": Meaning.REFUSED,
    "isv.OUT_OF_SERVICE": Meaning.REFUSED,
    "isv.AMOUNT_NOT_ENOUGH": Meaning.REFUSED,
    "isv.SMS_TEMPLATE_ILLEGAL": Meaning.REFUSED,
    "isv.SMS_SIGNATURE_ILLEGAL": Meaning.REFUSED,
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": Meaning.REFUSED,
    "isv.SMS_SIGN_ILLEGAL": Meaning.REFUSED,
    "isv.SMS_CONTENT_ILLEGAL": Meaning.REFUSED,
    "isv.TEMPLATE_MISSING_PARAMETERS": Meaning.REFUSED,
    "isv.TEMPLATE_PARAMS_ILLEGAL": Meaning.REFUSED,
    "isv.INVALID_PARAMETERS": Meaning.REFUSED,
    "isv.INVALID_JSON_PARAM": Meaning.REFUSED,
    "isv.PARAM_LENGTH_LIMIT": Meaning.REFUSED,
    "isv.PARAM_NOT_SUPPORT_URL": Meaning.REFUSED,
    "isv.BLACK_KEY_CONTROL_LIMIT": Meaning.REFUSED,
    "isv.PRODUCT_UN_SUBSCRIPT": Meaning.REFUSED,
    "isv.PRODUCT_UNSUBSCRIBE": Meaning.REFUSED,
    "isv.ACCOUNT_NOT_EXISTS": Meaning.REFUSED,
    "isv.ACCOUNT_ABNORMAL": Meaning.REFUSED,
    "isv.DENY_IP_RANGE": Meaning.OURS,
    "isp.RAM_PERMISSION_DENY": Meaning.OURS,
    "InvalidAccessKeyId.NotFound": Meaning.OURS,
    "InvalidAccessKeyId.Inactive": Meaning.OURS,
    "SignatureDoesNotMatch": Meaning.OURS,
    "InvalidTimeStamp.Expired": Meaning.OURS,
    "isp.SYSTEM_ERROR": Meaning.MAYBE,
}
_BOUNCED_AT_THE_NUMBER = {
    "MOBILE_NOT_ON_SERVICE",
    "INVALID_NUMBER",
    "MOBILE_NUMBER_ILLEGAL",
    "MK:0001",
    "MN:0001",
}
"""Of delivery reports: a number that is not in service, or none at all (空号)."""


def meant(code: str, status: int, attempt: int) -> Outcome:
    """By an answer with `status`; what a server could not do may be done all the same."""
    meaning = MEANINGS.get(code)
    if meaning is None:
        meaning = _by_kind(code, status)
    match meaning:
        case Meaning.LATER:
            return put_off(code, attempt, _HOUR if code in _OF_A_DAY else None)
        case Meaning.OURS:
            return put_off(code, attempt)
        case Meaning.MAYBE:
            return Unknown(code)
        case Meaning.WRONG_ADDRESS | Meaning.REFUSED:
            return Refused(code, wrong_address=meaning is Meaning.WRONG_ADDRESS)


def wrong_number(code: str) -> bool:
    """By the code of a delivery report."""
    return code in _BOUNCED_AT_THE_NUMBER


def _by_kind(code: str, status: int) -> Meaning:
    if code.startswith("Throttling"):
        return Meaning.LATER
    return Meaning.MAYBE if status >= 500 else Meaning.REFUSED  # noqa: PLR2004 - as HTTP has them
