"""Patterns of texts that need no closer look, as pydantic-core reads them.

A number of eleven digits or more takes a stretch of as many characters without a letter: whatever people put
between its digits, it is no letter. Texts without such a stretch hold no number of a person; nor do ids in
which every longer one begins right after a letter, or after hyphens and digits that do.
"""

from shared.characters import CONTROLS, OVERRIDES
from shared.events.digits import CHINESE

_IDEOGRAPHS = range(0x4E00, 0xA000)
_NUMERALS = "".join(each for each in map(chr, _IDEOGRAPHS) if each.isnumeric() or each in CHINESE)
_LETTER = rf"[A-Za-z[\u4e00-\u9fff--[{_NUMERALS}]]]"

_SEEN = "!-~〔〕（）"
_REST_OF_ID = rf"[{_SEEN}--{_LETTER}]"
_TIED = rf"[0-9\-{_LETTER}]"
PLAIN_ID = rf"^{_REST_OF_ID}{{0,10}}(?:{_LETTER}{_TIED}*(?:[{_SEEN}--{_TIED}]{_REST_OF_ID}{{0,9}})?)*$"

_SEVERAL_IN_ONE = r"\u2460-\u24ff\u3200-\u33ff"
"""⑬ and its like: fewer of them make a number."""
_REST_OF_TEXT = rf"[^{CONTROLS}\r{OVERRIDES}{_SEVERAL_IN_ONE}{_LETTER}]"
PLAIN_TEXT = rf"^[{_LETTER}[{_REST_OF_TEXT}--\s]]{_REST_OF_TEXT}{{0,9}}(?:{_LETTER}{_REST_OF_TEXT}{{0,10}})*$"

PLAIN_CODE = "^[ -~]*$"
