"""GET /v1/photos/{id}/colors: the colours of a stored photo, by either method."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from catalog.database import read_session
from catalog.repository import get_photo
from inference.dependencies import ResourcesDep, demand
from inference.descriptions import describe_colors
from inference.parameters import Word
from inference.problems import problem_responses
from inference.schemas import ColorReportOut
from inference.vision.color_naming import Method

router = APIRouter(prefix="/v1", tags=["photos"], dependencies=[Depends(demand("read"))])


@router.get(
    "/photos/{photo_id}/colors",
    operation_id="getColors",
    response_model=ColorReportOut,
    responses=problem_responses(404),
)
def read_colors(
    photo_id: Word,
    resources: ResourcesDep,
    method: Annotated[Method, Query(description="How colours are named.")] = "perceptual",
) -> ColorReportOut:
    """Name the colours of a photo anew, in every palette."""
    with read_session(resources.engine) as session:
        photo = get_photo(session, photo_id)
    data = resources.store.get(photo.sha256)
    return describe_colors(resources.analyst.name_colors(data, photo.domain, method=method), method)
