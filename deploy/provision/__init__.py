"""What must exist before the services start: roles, databases, streams. Idempotent, the same in every deployment."""
