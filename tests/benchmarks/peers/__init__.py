"""The same model behind other servers, each as its manual would have it: one process a core, one thread a session."""
