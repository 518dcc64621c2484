"""Pure rules over the whole, each with a code in the catalog."""
