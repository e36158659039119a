"""A city from a file: bodies, departments, categories, people and closing days, for an installation that begins empty."""
