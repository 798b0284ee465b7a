"""Discord's figures: how long a text may be and how many of a thing fit.

Sources: docs.discord.com, the pages on components, messages, modals, application commands, channels
and files, and Discord's OpenAPI description of its HTTP API (github.com/discord/discord-api-spec).
Where a figure is ours, the line says so. Lengths are in characters. `components.problems` holds
what we send to them.
"""

from typing import Final

# Messages
COMPONENTS: Final = 40
"""Components in a message, those within others counted."""
CHARACTERS: Final = 4000
"""All that a Components V2 message displays; and one text display anywhere."""
BYTES: Final = 10_000
"""Ours, for a message's components: the UTF-8 of all texts and ids in them, and COMPONENT_BYTES for
each. Discord answered 500 where it came to more than 10,170 (discord/discord-api-docs, issue 8554,
where a text display took 12 beside its text): 4,000 characters of many scripts are too many."""
COMPONENT_BYTES: Final = 30
CONTENT: Final = 2000
"""The `content` of a message without Components V2."""
NONCE: Final = 25
FILE: Final = 10 * 1024 * 1024
"""Bytes of one file where neither the server nor anybody pays for more."""
ATTACHMENTS: Final = 10
FILE_NAME: Final = 255
"""Ours, for the name of a file: what file systems take."""
CUSTOM_ID: Final = 100
ID: Final = 2**31 - 1
"""A component's number within its message: 32 bits."""
ALT: Final = 1024
"""The description of a picture or file."""
URL: Final = 512
"""A link button's address."""
MEDIA_URL: Final = 2048
"""The address of a picture."""
EMOJI: Final = 32
"""The name of an emoji, or the emoji itself."""
COLOUR: Final = 0xFFFFFF

# Parts of a message
ROW: Final = 5
"""Buttons side by side."""
BUTTON: Final = 80
SECTION_TEXTS: Final = 3
GALLERY: Final = 10

# Choices
SELECT: Final = 25
SELECT_PLACEHOLDER: Final = 150
OPTION: Final = 100
OPTION_DESCRIPTION: Final = 100
OPTION_VALUE: Final = 100
RADIOS: Final = 10
RADIOS_LEAST: Final = 2
CHECKBOXES: Final = 10

# Modals
MODAL_TITLE: Final = 45
MODAL_COMPONENTS: Final = 5
LABEL: Final = 45
DESCRIPTION: Final = 100
"""What stands below a label."""
INPUT: Final = 4000
PLACEHOLDER: Final = 100
"""What stands in an empty text input; a select's may have more (SELECT_PLACEHOLDER)."""

# Threads
THREAD_NAME: Final = 100

# Commands
COMMANDS: Final = 100
"""Commands that are typed, in an application."""
USER_COMMANDS: Final = 15
"""In the menu of a person."""
MESSAGE_COMMANDS: Final = 15
"""In the menu of a message."""
CHOICES: Final = 25
"""Choices of an option, options of a command, and what autocomplete suggests."""
OPTIONS: Final = 25
COMMAND_NAME: Final = 32
COMMAND_DESCRIPTION: Final = 100
CHOICE: Final = 100
"""A choice's name, and its value where that is a text."""
COMMAND_TEXT: Final = 8000
"""A command's names, descriptions and values in all; of each text its longest translation."""
COMMAND_INPUT: Final = 6000
"""The greatest length that may be asked of an option that is a text."""

# Flags of a message
EPHEMERAL: Final = 1 << 6
V2: Final = 1 << 15
