"""Keeping mail, and bringing it where it belongs."""
