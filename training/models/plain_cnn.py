"""The plain networks: the vegetable paper's CNN, and Tiny VGG."""

from torch import nn

KERNEL = 3


def build_cnn_features() -> nn.Sequential:
    """Two convolutions with "same" padding, each halved by a pool: (B, 3, 150, 150) → (B, 64, 37, 37)."""
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 32), (32, 64)):
        layers += [nn.Conv2d(inputs, outputs, KERNEL, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers)


def build_cnn_neck(side: int = 150, *, dropout: float = 0.25) -> nn.Sequential:
    """Flatten, dense 128, dropout, dense 128: with a dense 15 behind it, 11,233,423 of the paper's parameters.

    Ahmed et al. 2021, "DCNN-based vegetable image classification using transfer learning", table of the CNN's layers.
    """
    flat = 64 * (side // 4) ** 2
    return nn.Sequential(
        nn.Flatten(), nn.Linear(flat, 128), nn.ReLU(), nn.Dropout(dropout), nn.Linear(128, 128), nn.ReLU()
    )


def build_tiny_vgg_features(width: int = 10) -> nn.Sequential:
    """Two blocks of two convolutions and a pool: (B, 3, S, S) → (B, 10, S/4, S/4).

    Wang et al. 2020, "CNN Explainer" (arXiv:2004.15004), figure 1.
    """
    layers: list[nn.Module] = []
    for inputs in (3, width):
        layers += [nn.Conv2d(inputs, width, KERNEL, padding="same"), nn.ReLU()]
        layers += [nn.Conv2d(width, width, KERNEL, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers)
