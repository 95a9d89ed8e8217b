"""What reporting signs for."""

SUBMISSION, PAPER = "submission", "paper"
PURPOSES = (SUBMISSION, PAPER)
CONSOLIDATION = "consolidation"
"""What a signature is for; a key that signs submissions signs sheets of them."""
