"""What we say and do: plain synchronous Python, the same for every channel."""
