"""The Merkle tree of RFC 6962 beside a log's chain: its hashes, its proofs and how they are checked. Pure.

The leaf at index i is the event at position i + 1: its stored bytes.
"""
