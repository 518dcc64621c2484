"""Pages read from their picture: rendered, straightened, recognized, with the lines ruled on them (ADR 0027).

Nothing here is loaded before a page needs it.
"""
