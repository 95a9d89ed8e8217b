"""Files kept beside a log, each under the hash of its bytes."""
