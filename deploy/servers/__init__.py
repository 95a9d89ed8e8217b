"""The real Postgres, NATS and Caddy from their wheels: how each is laid out, configured and started."""
