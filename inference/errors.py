"""What can go wrong while seeing and serving.

InferenceError
├── ImageError               the photo cannot be used
│   ├── EmptyImage           zero bytes
│   ├── UnsupportedImage     no image, or a format outside the allow-list
│   ├── BrokenImage          truncated or damaged data
│   ├── TooManyPixels        more pixels than the limit, by the header
│   └── UploadTooLarge       more bytes than the limit
├── FramesMismatch           two frames of the scale that cannot be compared
│   └── SameFrame            they are one file
├── ModelError               a model cannot be used
│   ├── ModelNotFound        no model for the domain
│   ├── ReportMissing        the model came without a report
│   ├── CardMismatch         the card and the ONNX file do not belong together
│   └── ProviderMissing      this ONNX Runtime cannot run models that way
├── PhotoFileMissing         the catalogue knows the photo, the store does not hold its bytes
├── TensorInvalid            a request of the Open Inference Protocol that cannot be carried out
├── StoreUnavailable         the photo store takes or gives nothing now: full, or away
├── WorkerFell               the worker fell over a task as often as it was tried
├── RedisMissing             no Redis server to be started or reached
├── PortTaken                somebody else listens where the service shall
├── QueueFull                more work is waiting than the limit allows
├── NotAuthorised            no valid API key
├── WeakKey                  an API key from a file that could be guessed
├── KeyUnknown               no API key with that id or name
├── ScopeMissing             the API key lacks the scope
├── TooManyRequests          an API key was used, or wrong ones were tried, more often than the rate allows
├── BenchmarksMissing        there is nothing to measure with: no checkout of the repository
├── DownloadFailed           a file could not be fetched whole, or is not the one that was expected
├── ReindexRefused           photo store and catalogue do not belong together
└── IdempotencyConflict      the key was used before, with another body
"""


class InferenceError(Exception):
    """Anything of ours that went wrong; the message says what was wrong and what was expected."""


class ImageError(InferenceError):
    """The photo cannot be used."""


class EmptyImage(ImageError):
    """There were no bytes."""


class UnsupportedImage(ImageError):
    """The bytes are no image, or an image of a format that is not accepted."""


class BrokenImage(ImageError):
    """The image is truncated or damaged."""


class TooManyPixels(ImageError):
    """The header announces more pixels than the limit."""


class UploadTooLarge(ImageError):
    """The file has more bytes than the limit."""


class FramesMismatch(InferenceError):
    """The two frames of the scale cannot be compared."""


class SameFrame(FramesMismatch):
    """The two frames of the scale are one file."""


class ModelError(InferenceError):
    """A model cannot be used."""


class ModelNotFound(ModelError):
    """There is no model for the domain."""


class ReportMissing(ModelError):
    """The model came without a report."""


class CardMismatch(ModelError):
    """The model card and the ONNX file do not belong together."""


class ProviderMissing(ModelError):
    """This ONNX Runtime was built without the execution provider that the settings name."""


class PhotoFileMissing(InferenceError):
    """The photo store does not hold the bytes of a photo that the catalogue knows."""


class TensorInvalid(InferenceError):
    """A request of the Open Inference Protocol names, shapes or fills a tensor wrongly."""


class StoreUnavailable(InferenceError):
    """The photo store takes or gives nothing now: the disk is full, or the bucket is away."""


class WorkerFell(InferenceError):
    """The worker fell over a task as often as it was tried: it is not tried again."""


class RedisMissing(InferenceError):
    """There is no Redis server to be started or reached."""


class PortTaken(InferenceError):
    """Somebody else listens where the service shall."""


class QueueFull(InferenceError):
    """More work is waiting than the limit allows."""


class NotAuthorised(InferenceError):
    """The request carries no valid API key."""


class WeakKey(InferenceError):
    """An API key that was made elsewhere could be guessed."""


class KeyUnknown(InferenceError):
    """There is no API key with that id or name."""


class ScopeMissing(InferenceError):
    """The API key lacks the scope that the request needs."""


class TooManyRequests(InferenceError):
    """An API key was used, or wrong ones were tried, more often than the rate allows."""

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class IdempotencyConflict(InferenceError):
    """The idempotency key was used before for another request."""


class BenchmarksMissing(InferenceError):
    """The benchmarks are not here: they lie in the repository alone."""


class DownloadFailed(InferenceError):
    """A file could not be fetched whole, or is not the one that was expected."""


class ReindexRefused(InferenceError):
    """So much is amiss that the photo store and the catalogue cannot belong together."""
