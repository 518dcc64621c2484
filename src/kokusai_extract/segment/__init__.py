"""Pages to sections of one kind each."""
