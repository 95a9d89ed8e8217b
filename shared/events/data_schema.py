"""The attribute `dataschema` of events, and of facts that say it: type and version of their data."""

OURS = "urn:paicha:"


def schema_of(type_name: str, version: int) -> str:
    return f"{OURS}{type_name}:{version}"
