"""From requests to actions and queries, and back to pages."""
