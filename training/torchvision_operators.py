"""Let torchvision from PyPI be imported beside a CPU build of torch.

torchvision's PyPI wheel is built for the CUDA build of torch; beside a CPU build its compiled operators do not load,
and `import torchvision` stops while it registers a fake kernel for `torchvision::nms`. Declaring the schemas first is
enough for models and transforms (torch 2.13.0 with torchvision 0.28.0); detection operators stay out of reach.
"""

import functools

import torch

SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


@functools.cache
def declare_operators() -> torch.library.Library | None:
    """Declare the schemas once a process; call before the first import of torchvision."""
    if torch.version.cuda is not None:
        return None
    library: torch.library.Library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]  # torch leaves it untyped
    for schema in SCHEMAS:
        library.define(schema)  # type: ignore[no-untyped-call]  # torch leaves it untyped
    return library
