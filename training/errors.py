"""What can go wrong in the workshop.

TrainingError
├── RecipeError     a recipe that cannot be cooked
├── DatasetError    photos or labels that cannot be trained on
├── WeightsMissing  pre-trained weights that are not to be had
├── RunError        a run's folder that lacks something, or holds something else
├── GenerationError  photos that could not be generated
└── ExportError     ONNX and torch disagree, or the file breaks a promise of its card
"""


class TrainingError(Exception):
    """Anything of the workshop's that went wrong."""


class RecipeError(TrainingError):
    """The recipe cannot be cooked; the message names the file and the key."""


class DatasetError(TrainingError):
    """The photos or labels cannot be trained on."""


class WeightsMissing(TrainingError):
    """Pre-trained weights are not to be had."""


class RunError(TrainingError):
    """The folder of a run lacks a file, or the file is not what it should be."""


class GenerationError(TrainingError):
    """Photos could not be generated: the table, the endpoint or the cut-outs do not serve."""


class ExportError(TrainingError):
    """The exported model is not what was trained."""
