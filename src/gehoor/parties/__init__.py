"""Persons and organisations outside the city, how to reach them, and who may speak for them."""
