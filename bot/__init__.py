"""The Telegram bot: talks to people, and by HTTP only to the inference service."""
