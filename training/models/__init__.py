"""The architectures, behind one registry."""
