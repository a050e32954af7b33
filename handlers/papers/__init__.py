"""Records → bytes: the files people get. Pure; run in a worker thread just before they are sent."""
