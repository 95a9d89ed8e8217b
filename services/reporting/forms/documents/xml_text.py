"""Text for documents that are XML inside."""

import re
from xml.sax.saxutils import escape

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNKNOWN = "\ufffd"


def xml_text(text: str) -> str:
    """What no XML may hold is shown as unknown: one such character would spoil the whole document."""
    return _NOT_IN_XML.sub(_UNKNOWN, text)


def xml_escaped(text: str) -> str:
    return escape(xml_text(text))
