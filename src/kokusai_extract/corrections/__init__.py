"""What people decided that cells should hold: ``corrections/*.toml``, applied at every build (see ADR 0022)."""
