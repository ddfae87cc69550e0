"""Errors as application/problem+json (RFC 9457), ours and the framework's alike."""

import logging
import re
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from catalog import errors as catalog_errors
from inference import errors
from inference.telemetry import metrics

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5


class Problem(BaseModel):
    """An error, after RFC 9457."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Unsupported Media Type",
                "status": 415,
                "detail": "not an image of an accepted format",
                "instance": "/v1/classify",
                "code": "unsupported_image",
            }
        }
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    error: str | None = Field(default=None, description="`detail` again, under /v2: its clients look here.")


STATUSES: dict[type[Exception], HTTPStatus] = {
    errors.EmptyImage: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedImage: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.BrokenImage: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooManyPixels: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UploadTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.FramesMismatch: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TensorInvalid: HTTPStatus.BAD_REQUEST,
    errors.ModelNotFound: HTTPStatus.NOT_FOUND,
    errors.ReportMissing: HTTPStatus.NOT_FOUND,
    errors.CardMismatch: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ProviderMissing: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.PhotoFileMissing: HTTPStatus.NOT_FOUND,
    errors.QueueFull: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NotAuthorised: HTTPStatus.UNAUTHORIZED,
    errors.KeyUnknown: HTTPStatus.NOT_FOUND,
    errors.ScopeMissing: HTTPStatus.FORBIDDEN,
    errors.TooManyRequests: HTTPStatus.TOO_MANY_REQUESTS,
    errors.IdempotencyConflict: HTTPStatus.UNPROCESSABLE_ENTITY,
    catalog_errors.PhotoNotFound: HTTPStatus.NOT_FOUND,
    catalog_errors.OwnerNotFound: HTTPStatus.NOT_FOUND,
    catalog_errors.UnknownLabel: HTTPStatus.UNPROCESSABLE_ENTITY,
    catalog_errors.UnknownDomain: HTTPStatus.NOT_FOUND,
    catalog_errors.UnknownPalette: HTTPStatus.UNPROCESSABLE_ENTITY,
    catalog_errors.CursorInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}
OPEN_INFERENCE = "/v2/"
EVERYWHERE = (401, 403, 422, 429, 503)
HEADERS = {
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": str(RETRY_AFTER_S)},
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
}


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""
    app.add_exception_handler(errors.InferenceError, _answer_ours)
    app.add_exception_handler(catalog_errors.CatalogError, _answer_ours)
    for kind in (OperationalError, InterfaceError, PoolTimeoutError):
        app.add_exception_handler(kind, _answer_catalogue_away)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_exception_handler(Exception, answer_bug)


def problem_responses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """Document the problems that a route may answer with."""
    return {
        status: {
            "model": Problem,
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({*statuses, *EVERYWHERE})
    }


def problem_response(request: Request, status: HTTPStatus, detail: str, code: str) -> Response:
    """Write one problem, and count it."""
    metrics.PROBLEMS.labels(code).inc()
    body = Problem(
        type="about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        instance=request.url.path,
        code=code,
        error=detail if request.url.path.startswith(OPEN_INFERENCE) else None,
    )
    return JSONResponse(
        body.model_dump(exclude_none=True), status.value, headers=HEADERS.get(status), media_type=MEDIA_TYPE
    )


def answer_bug(request: Request, error: Exception) -> Response:
    """Log what broke of ours, and say no more than that something did."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    detail = "something went wrong on our side; it was logged"
    return problem_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail, "internal_error")


def _answer_ours(request: Request, error: Exception) -> Response:
    status = next(
        (STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), HTTPStatus.INTERNAL_SERVER_ERROR
    )
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s %s: %s", request.method, request.url.path, error)
    response = problem_response(request, status, str(error), _code(type(error).__name__))
    if isinstance(error, errors.TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _answer_catalogue_away(request: Request, error: Exception) -> Response:
    logger.error("%s %s: the catalogue is away: %s", request.method, request.url.path, error)
    detail = "the catalogue cannot be reached now; please try again later"
    return problem_response(request, HTTPStatus.SERVICE_UNAVAILABLE, detail, "catalogue_unavailable")


def _answer_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # what the handler is installed for
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    detail = f"{where}: {first['msg']}"
    return problem_response(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, "invalid_request")


def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # what the handler is installed for
    status = HTTPStatus(error.status_code)
    too_large = status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    detail = "the upload is larger than this service accepts" if too_large else str(error.detail)
    code = "upload_too_large" if too_large else _code(status.phrase.replace(" ", ""))
    response = problem_response(request, status, detail, code)
    response.headers.update(error.headers or {})
    return response


def _answer_nobody(request: Request, _error: Exception) -> Response:
    """Whoever sent this is gone, and that is no fault of ours."""
    return problem_response(request, HTTPStatus.BAD_REQUEST, "the upload broke off", "upload_broken_off")


def _code(name: str) -> str:
    """Turn CamelCase into snake_case."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
