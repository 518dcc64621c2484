"""The same person, unit, programme or city across documents."""
