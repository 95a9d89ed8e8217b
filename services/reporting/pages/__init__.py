"""Pages of figures and of what is signed: each is drawn from what the API answers to the same question."""
