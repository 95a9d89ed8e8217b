"""Accounts of the embedded issuer: one person each, with a term and a password that nobody can read again."""
