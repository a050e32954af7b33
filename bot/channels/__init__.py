"""One file a channel, all behind the contract of `gateway.py`."""
