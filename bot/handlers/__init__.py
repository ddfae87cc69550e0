"""One handler module for each kind of message."""
