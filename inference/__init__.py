"""The service: sees, queues and serves."""
