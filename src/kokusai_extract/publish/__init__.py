"""Datasette and the open-data release."""
