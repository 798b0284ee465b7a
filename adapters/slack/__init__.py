"""The Slack adapter: everything of Slack is inside this package."""
