"""The web application: builds what it needs, and joins the routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from prometheus_fastapi_instrumentator import Instrumentator
from starlette.middleware.body_limit import RequestBodyLimitMiddleware

from catalog.domains import load_domains
from catalog.settings import DatabaseSettings
from inference.announcements import Announcements
from inference.dependencies import Knowledge
from inference.head_requests import HeadRequests
from inference.memory import give_back_memory
from inference.problems import install_problem_handlers
from inference.resources import Resources, build_resources
from inference.response_guard import ResponseGuard
from inference.routes import (
    added,
    classify,
    colors,
    docs,
    domains,
    events,
    health,
    infer,
    jobs,
    keys,
    metrics,
    open_inference,
    photos,
    reports,
    search,
    session,
)
from inference.settings import InferenceSettings
from inference.telemetry.access_log import AccessLog, is_request_id
from inference.telemetry.metrics import REQUEST_BUCKETS

FORM_OVERHEAD_BYTES = 64_000
FRAMES = 2  # of the scale, in one request; where one photo is wanted, its own size is checked
ROUTERS = (
    classify.router,
    added.router,
    search.router,
    photos.router,
    colors.router,
    jobs.router,
    events.router,
    domains.router,
    reports.router,
    open_inference.router,
    infer.router,
    keys.router,
    session.router,
    health.router,
    metrics.router,
    docs.router,
)


def create_app(settings: InferenceSettings | None = None, database: DatabaseSettings | None = None) -> FastAPI:
    """Build the application; settings come from the environment where they are not given."""
    settings = settings or InferenceSettings()
    resources = build_resources(settings, database or DatabaseSettings())
    app = FastAPI(
        title="greengrocer",
        version="1.0.0",
        summary="Knows vegetables by photo.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.resources = resources
    app.state.knowledge = build_knowledge(resources)
    app.state.announcements = Announcements()
    install_problem_handlers(app)
    largest_body = FRAMES * settings.max_upload_bytes + FORM_OVERHEAD_BYTES
    app.add_middleware(RequestBodyLimitMiddleware, max_body_size=largest_body)
    app.add_middleware(ResponseGuard, max_upload_bytes=settings.max_upload_bytes)
    app.add_middleware(HeadRequests)
    if settings.cors_origins:
        _open_to(app, settings.cors_origins)
    app.add_middleware(AccessLog)
    app.add_middleware(CorrelationIdMiddleware, validator=is_request_id)
    for router in ROUTERS:
        app.include_router(router)
    docs.mount_swagger(app)
    Instrumentator(excluded_handlers=[metrics.PATH]).instrument(app, latency_lowr_buckets=REQUEST_BUCKETS)
    if settings.page_dir.is_dir():
        app.router.default = StaticFiles(directory=settings.page_dir, html=True)
    return app


def build_knowledge(resources: Resources) -> Knowledge:
    """The words of all domains that have a model, or of the default one."""
    loaded = load_domains(models=resources.settings.models_dir)
    served = [*resources.analyst.models.domains, resources.settings.domain]
    domains = {name: domain for name, domain in loaded.items() if name in served}
    return Knowledge(domains, resources.analyst.palettes, resources.settings.domain)


def load(app: FastAPI) -> None:
    """Load models and words ahead of the first request, which would wait for them.

    Raises:
        ModelError: a model cannot be used, or the domain of the settings has none.
        UnknownDomain: the domain of the settings has no words.
    """
    resources: Resources = app.state.resources
    resources.load_models()
    app.state.knowledge.vocabulary(None)
    give_back_memory()


def _open_to(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Let pages of other origins call the API."""
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(origins),
        allow_methods=["*"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-API-Key", "X-Request-ID"],
        expose_headers=["Location", "Retry-After", "X-Request-ID"],
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Hear what workers announce until the last request."""
    resources: Resources = app.state.resources
    async with app.state.announcements.heard(resources.settings.redis_url.get_secret_value()):
        yield
    resources.close()
