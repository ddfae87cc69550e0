"""One router for each resource of the REST API."""
