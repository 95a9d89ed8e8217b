"""Reads the codes of the picture or PDF on its standard input, in a process of its own.

What people send is decoded by libraries that a crafted file may crash, or keep busy: then it is this process
that ends, and by these limits. Prints the texts as a JSON array.
"""

import resource
import sys

import orjson

from services.reporting.scans.limits import BYTES, SECONDS, UNREADABLE
from services.reporting.scans.pdf_file import PdfFile
from services.reporting.scans.photograph import codes_in, open_picture


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    try:
        codes = _codes(sys.stdin.buffer.read())
    except (ValueError, MemoryError):
        return UNREADABLE
    sys.stdout.buffer.write(orjson.dumps(sorted(codes)))
    return 0


def _codes(content: bytes) -> frozenset[str]:
    if not content.startswith(b"%PDF-"):
        return codes_in(open_picture(content), bool)
    found: frozenset[str] = frozenset()
    for picture in PdfFile(content).pictures():
        found |= codes_in(picture, bool)
    return found


if __name__ == "__main__":
    sys.exit(main())
