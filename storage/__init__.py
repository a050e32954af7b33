"""What we remember: tables, queries and verbs of one subject each. Imports nothing of ours above it."""
