"""/health/live and /health/ready: is the process alive, and can it do its job?"""

from collections.abc import Callable

from fastapi import APIRouter, Response, status
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from catalog.database import read_session
from inference.dependencies import ResourcesDep
from inference.errors import ModelError
from inference.resources import Resources, ping_redis
from inference.schemas import HealthOut

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", operation_id="isLive", response_model=HealthOut)
async def live() -> HealthOut:
    """Answer as long as the process can, whatever its threads wait for."""
    return HealthOut(status="ok")


@router.get("/ready", operation_id="isReady", response_model=HealthOut, responses={503: {"model": HealthOut}})
def ready(resources: ResourcesDep, response: Response) -> HealthOut:
    """Try the model, the catalogue and Redis. Without Redis photos are still taken in, and labelled later."""
    checks = {
        "model": _check(lambda: resources.analyst.models.get(resources.settings.domain)),
        "catalogue": _check(lambda: _ask(resources)),
    }
    is_well = all(answer == "ok" for answer in checks.values())
    checks["redis"] = _check(lambda: ping_redis(resources.settings))
    if not is_well:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return HealthOut(status="ok" if is_well else "failing", checks=checks)


def _ask(resources: Resources) -> None:
    with read_session(resources.engine) as session:
        session.execute(text("SELECT 1 FROM photo LIMIT 1"))


def _check(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except (SQLAlchemyError, RedisError, ModelError) as error:
        return type(error).__name__
    return "ok"
