"""A bound on exact search: what is not settled within it stays open, by name, instead of being guessed."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = 200_000
"""Steps that one torn table may take: under a second."""


class BoundReached(Exception):
    """The search has used up its steps. It never leaves the stage: the group stays open, with a finding."""


@dataclass(slots=True)
class Steps:
    """Counts down the steps of one search."""

    left: int = STEPS

    def take(self, count: int = 1) -> None:
        """Use up steps.

        Raises:
            BoundReached: when none are left.
        """
        self.left -= count
        if self.left < 0:
            raise BoundReached
