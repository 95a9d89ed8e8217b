"""Troubles that operators are told of."""
