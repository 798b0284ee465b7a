"""Slack's figures: how long a text may be and how many of a thing fit.

Sources: docs.slack.dev, the pages of the Block Kit reference (blocks, block elements, composition
objects, views) and of chat.postMessage. Where a figure is ours, the line says so. Lengths are in
characters. `block_kit.problems` holds what we send to them.
"""

from typing import Final

# Surfaces
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
VIEW_TITLE: Final = 24
"""A view's title, and its submit and close."""
METADATA: Final = 3000
"""A view's private_metadata; and the event_payload of a message, as JSON (ours)."""
IDENTIFIER: Final = 255
"""A block_id, action_id, callback_id or external_id; and an event_type (ours)."""
MESSAGE_CHARACTERS: Final = 10_000
"""Ours, for all the text in a message. Slack gives no figure: msg_blocks_too_long came at 11,341
characters of text and at 13,297, and not at 9,597 (slackapi/bolt-js, issues 2509 and 2867)."""
VIEW_BYTES: Final = 200_000
"""Ours, for a view as the JSON that we send: over 250 kB Slack answers view_too_large."""
MESSAGE_TEXT: Final = 4000
"""A message's `text`: Slack takes 40,000 and cuts, and advises to stay within 4,000."""

# Blocks
HEADER: Final = 150
TEXT: Final = 3000
"""A section's text, any text object; and what we keep one text of a rich text to (ours)."""
FIELDS: Final = 10
FIELD: Final = 2000
LABEL: Final = 2000
HINT: Final = 2000
ACTIONS: Final = 25
CONTEXT: Final = 10
ALT: Final = 2000
IMAGE_TITLE: Final = 2000

# Elements
INPUT: Final = 3000
PLACEHOLDER: Final = 150
BUTTON: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_LABEL: Final = 75
"""A button's accessibility_label."""
URL: Final = 3000
"""A link or the address of a picture."""
OPTION: Final = 75
"""An option's text, and its description."""
OPTION_VALUE: Final = 150
SELECT: Final = 100
GROUPS: Final = 100
GROUP: Final = 75
RADIOS: Final = 10
"""Radio buttons, and checkboxes."""
OVERFLOW: Final = 5
INDENT: Final = 8
"""How deep a list in a rich text may stand."""

# A dialog that asks again
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30
