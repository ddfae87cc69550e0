"""What the service tells those who watch it: logs, metrics, times by stage."""
