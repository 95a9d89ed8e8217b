"""What building and reading the tree both ask of the database."""

LEAVES = r"""
select sha256('\x00'::bytea || raw) from events where position > $1 and position <= $2 order by position
"""
"""RFC 6962's leaf hashes, made where the bytes lie."""
ROOTS = "select root from tree_tiles where level = $1 and number >= $2 and number < $3 order by number"
ADD_TILES = """
insert into tree_tiles (level, number, root, hashes)
select $1, t.* from unnest($2::bigint[], $3::bytea[], $4::bytea[]) as t
"""
