"""The tables of the tree, beside those of the log: full tiles alone, and what ever sealed it."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, SmallInteger, Table, Text


def sealing_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """`tree_tiles`, `sealing_keys`, `sealed_checkpoints`; migrations protect them like the log."""
    tiles = Table(
        "tree_tiles",
        metadata,
        Column("level", SmallInteger, primary_key=True, autoincrement=False),
        Column("number", BigInteger, primary_key=True, autoincrement=False),
        Column("root", LargeBinary, nullable=False, comment="of its 256 entries: an entry one level above"),
        Column("hashes", LargeBinary, nullable=True, comment="of 256 leaves; above level 0 null"),
    )
    keys = Table(
        "sealing_keys",
        metadata,
        Column("key_id", Text, primary_key=True),
        Column("public_key", Text, nullable=False),
        Column("first_size", BigInteger, nullable=False, comment="of the first checkpoint it sealed"),
    )
    checkpoints = Table(
        "sealed_checkpoints",
        metadata,
        Column("note", Text, primary_key=True, comment="the name of its file"),
    )
    return tiles, keys, checkpoints
