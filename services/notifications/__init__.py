"""Reminders' own memory of the logs, and the contacts of people; sending is built on it later."""
