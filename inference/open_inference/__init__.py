"""The Open Inference Protocol, its messages and tensors."""
