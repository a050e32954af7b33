"""The Starlette application: webhooks, the chat page, health."""
