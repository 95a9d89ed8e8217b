"""What must exist in Postgres before the services start. Idempotent, the same in every deployment."""
