"""Records to SQLite, in tables generated from the published schemas."""
