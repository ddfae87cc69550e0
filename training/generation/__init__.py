"""More photos than there are: asked for from an image endpoint, or composed of cut-outs; for training only."""
