"""How late reminders leave, how many are claimed in a second, and what planning costs an event."""
