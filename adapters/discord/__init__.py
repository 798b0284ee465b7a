"""The Discord adapter: everything of Discord is inside this package."""
