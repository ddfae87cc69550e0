"""From a trained model to one that is served: ONNX, int8, unknown photos, card and folder."""
