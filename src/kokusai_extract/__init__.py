"""Turn the yearly documents of a Japanese municipal bureau into data that can be trusted for decades."""

__version__ = "0.1.0"
