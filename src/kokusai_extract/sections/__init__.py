"""Sections to facts as printed: one file for each section kind, and the registry of them all."""
