"""Running over many documents: several at once, each in a process of its own; what was read is kept (ADR 0026)."""
