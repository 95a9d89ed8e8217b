"""A simulated campaign as its logs hold it: verified, archived, replayed, projected and rebuilt."""
