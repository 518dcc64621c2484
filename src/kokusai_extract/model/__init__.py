"""Frozen records that every stage hands on; imports nothing else of the package."""
