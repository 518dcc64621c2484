"""Whether names and figures can be paired off."""

from __future__ import annotations

from collections.abc import Sequence

from kokusai_extract.reconcile.bound import Steps


def matching(edges: Sequence[Sequence[bool]], steps: Steps) -> bool:
    """Tell whether every name can have a slot of its own (augmenting paths)."""
    owner: dict[int, int] = {}

    def find(name: int, seen: set[int]) -> bool:
        for slot, fits in enumerate(edges[name]):
            steps.take()
            if fits and slot not in seen:
                seen.add(slot)
                if slot not in owner or find(owner[slot], seen):
                    owner[slot] = name
                    return True
        return False

    return all(find(name, set()) for name in range(len(edges)))
