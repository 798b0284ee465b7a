"""How often the dear proofs are repeated: `make thorough` does all of it, `make test` enough of it.

The suite has to stay under three minutes, or nobody runs it.
"""

from __future__ import annotations

import os

THOROUGH = bool(os.environ.get("FOURWINS_THOROUGH"))


def times(all: int, usual: int) -> int:
    """So many repetitions in this run."""
    return all if THOROUGH else usual
