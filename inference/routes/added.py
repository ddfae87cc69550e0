"""POST /v1/added: what was added between two photos?"""

import base64
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request

from inference.analysis import Analyst
from inference.dependencies import KnowledgeDep, ResourcesDep, demand, read_field
from inference.descriptions import describe_weighing
from inference.problems import problem_responses
from inference.scale import Weighing, count_runs, draw_mask, refuse_twins, weigh
from inference.schemas import AddedOut, RunLengths
from inference.vision.change.detector import Method

router = APIRouter(prefix="/v1", tags=["scale"], dependencies=[Depends(demand("read"))])

MaskForm = Literal["png", "rle", "none"]

FRAMES_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["before", "after"],
                    "properties": {name: {"type": "string", "format": "binary"} for name in ("before", "after")},
                }
            }
        },
    }
}


async def read_frames(request: Request, resources: ResourcesDep) -> tuple[bytes, bytes]:
    """Read both frames of the form."""
    async with request.form() as form:
        before = await read_field(form, resources, "before")
        return before, await read_field(form, resources, "after")


@router.post(
    "/added",
    operation_id="findAdded",
    response_model=AddedOut,
    responses=problem_responses(400, 404, 413, 415),
    openapi_extra=FRAMES_BODY,
)
async def find_added(
    frames: Annotated[tuple[bytes, bytes], Depends(read_frames)],
    resources: ResourcesDep,
    knowledge: KnowledgeDep,
    method: Annotated[Method | None, Query(description="How the change is found; the best there is if absent.")] = None,
    domain: Annotated[str | None, Query(description="What to recognise; the service's default if absent.")] = None,
    mask: Annotated[MaskForm, Query(description="How the pixels are told.")] = "png",
) -> AddedOut:
    """Find what was added between two photos of the same place, and say what it is."""
    name = knowledge.domain(domain or resources.settings.domain).name
    refuse_twins(*frames)
    return await resources.look(partial(_weigh, resources.analyst, frames, domain=name, method=method, mask=mask))


def _weigh(
    analyst: Analyst, frames: tuple[bytes, bytes], *, domain: str, method: Method | None, mask: MaskForm
) -> AddedOut:
    weighing = weigh(analyst, *frames, domain=domain, method=method)
    if weighing.change.kind == "none" or mask == "none":
        return describe_weighing(weighing)
    if mask == "rle":
        return describe_weighing(weighing, rle=_run_lengths(weighing))
    return describe_weighing(weighing, mask=_data_url(weighing))


def _run_lengths(weighing: Weighing) -> RunLengths:
    height, width = weighing.change.mask.shape
    return RunLengths(size=(height, width), counts=count_runs(weighing.change))


def _data_url(weighing: Weighing) -> str:
    return "data:image/png;base64," + base64.b64encode(draw_mask(weighing.change)).decode()
