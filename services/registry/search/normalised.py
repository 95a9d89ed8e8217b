"""How names are compared: whatever the width and case of their characters, and without spaces. Pure.

A name is found by its bigrams: Postgres' trigrams know no Chinese in this collation, and two characters are
the usual question.
"""

import unicodedata


def normalised(text: str) -> str:
    """`ＡＢＣ　酒店（总店）` and `abc酒店(总店)` alike."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(township: str, called: str) -> set[str]:
    """What a normalised name is indexed by: each of its characters and each two of them. Of a township, so
    that a deployment for several of them finds those of one alone."""
    return {f"{township}/{each}" for each in (*called, *_bigrams(called))}


def grams_asked(township: str, asked: str) -> list[str]:
    """All of these are in a name that holds what is asked for."""
    return sorted({f"{township}/{each}" for each in (_bigrams(asked) or [asked])})


def _bigrams(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]
