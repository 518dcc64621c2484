"""Editions that leave out names of persons: whose, where these stand, and proof that none is left (ADR 0033)."""
