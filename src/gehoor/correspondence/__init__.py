"""Threads of messages, letters, and the outbox. Knows no dossier: callers pass what a letter says as a value."""
