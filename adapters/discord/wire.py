"""What `render.py` made, through discord.py's own calls.

A view or modal of discord.py's own would be kept in memory and matched by its custom ids; with two
people in the same form at once it gave one the other's words. These are never kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from adapters.discord.render import Json, numbered


class Rendered(ui.LayoutView):
    """The components of a message. To be made on the running loop."""

    def __init__(self, components: Sequence[Json]) -> None:
        super().__init__(timeout=None)
        self._rendered = numbered(components)
        # A view that is finished is not put into discord.py's memory.
        self.stop()

    def to_components(self) -> list[Json]:
        """See discord.py."""
        return self._rendered

    def has_components_v2(self) -> bool:
        """See discord.py."""
        return True


class RenderedModal(ui.Modal):
    """A modal. To be made on the running loop."""

    def __init__(self, body: Json) -> None:
        super().__init__(title=body["title"], custom_id=body["custom_id"])
        self._body = body
        self.stop()

    def to_dict(self) -> Json:
        """See discord.py."""
        return self._body


NOBODY = discord.AllowedMentions.none()
"""Edits do not take the client's default: it is said each time."""
