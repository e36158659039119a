"""The acts on a complaint, each with its page: one module per part of the procedure."""
