"""The open-data release: files that say all there is to say without this program (see ADR 0023)."""
