"""Names, addresses and credit codes of made-up units."""

from random import Random

from stdnum.cn import uscc

from deploy.simulator.words import words

_ORGANISATION_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DISTRICT = "500112"
_OF_THE_CITY, _NAMED_AFTER_OWNER, _ON_A_ROAD = 0.5, 0.3, 0.3


def unit_name(chance: Random, kind: str, trade: str) -> str:
    lists = words("units")
    brand = chance.choice(lists["first"]) + chance.choice(lists["second"])
    match kind:
        case "micro_enterprise" if chance.random() < _OF_THE_CITY:
            return f"重庆{brand}{trade}有限公司"
        case "small_venue" if chance.random() < _NAMED_AFTER_OWNER:
            return f"大盛镇{chance.choice(lists['surnames'])}记{trade}"
        case "small_venue":
            return f"大盛镇{brand}{trade}"
        case _:
            return f"渝北区{brand}{trade}"


def address(chance: Random, village: str) -> str:
    if chance.random() < _ON_A_ROAD:
        return f"大盛镇{chance.choice(words('units')['roads'])}{chance.randint(1, 180)}号"
    return f"大盛镇{village}{chance.randint(1, 9)}组{chance.randint(1, 160)}号"


def person(chance: Random) -> str:
    lists = words("units")
    name: str = chance.choice(lists["surnames"]) + chance.choice(lists["given"])
    return name


def credit_code(chance: Random, kind: str) -> str:
    """A code with a valid check digit: 91 for an enterprise, 92 for a self-employed person."""
    middle = "".join(chance.choices(_ORGANISATION_ALPHABET, k=9))
    body = ("91" if kind == "micro_enterprise" else "92") + _DISTRICT + middle
    return body + str(uscc.calc_check_digit(body))
