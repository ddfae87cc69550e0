"""How a model learns: objectives, schedules, stages, and the run that can be interrupted."""
