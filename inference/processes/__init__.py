"""The processes of the service on one machine: started, counted, bound to a port."""
