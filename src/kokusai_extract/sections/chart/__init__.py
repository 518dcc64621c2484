"""What an organization chart shows: its words, where they stand, what belongs together, and what is kept apart."""
