"""What the extractors of budget sections share: rows, names, heads and the box of sums and sources."""
