"""A log outside of any database: Parquet segments and a signed manifest, read without a server."""
