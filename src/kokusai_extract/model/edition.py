"""Editions of a database: which names of persons it holds."""

from __future__ import annotations

from typing import Literal

People = Literal["all", "managers", "none"]
"""``all``: as printed. ``managers``: of those who hold a post of 課長 or above. ``none``: nobody's."""
