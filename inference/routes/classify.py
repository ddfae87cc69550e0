"""POST /v1/classify: look at a photo now, keep nothing."""

import base64
import io
import time
from functools import partial
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Query, Response
from numpy.typing import NDArray
from PIL import Image

from inference.analysis import Analyst
from inference.dependencies import UPLOAD_BODY, KnowledgeDep, PhotoBytes, ResourcesDep, demand
from inference.descriptions import describe_analysis
from inference.problems import problem_responses
from inference.schemas import AnalysisOut
from inference.vision.color_naming import Method

router = APIRouter(prefix="/v1", tags=["classify"], dependencies=[Depends(demand("read"))])

HEATMAP_SIDE = 224
MS = 1000


@router.post(
    "/classify",
    operation_id="classify",
    response_model=AnalysisOut,
    responses=problem_responses(400, 404, 413, 415),
    openapi_extra=UPLOAD_BODY,
)
async def classify(
    data: PhotoBytes,
    resources: ResourcesDep,
    knowledge: KnowledgeDep,
    domain: Annotated[str | None, Query(description="What to recognise; the service's default if absent.")] = None,
    method: Annotated[Method, Query(description="How colours are named.")] = "perceptual",
    explain: Annotated[bool, Query(description="Send a heat map of where the label was seen.")] = False,
) -> Response:
    """Say what a photo shows and what colour it has. Nothing is stored."""
    name = knowledge.domain(domain or resources.settings.domain).name
    return await resources.look(partial(_look, resources.analyst, data, name, method=method, explain=explain))


def _look(analyst: Analyst, data: bytes, domain: str, *, method: Method, explain: bool) -> Response:
    """Make the whole answer on one thread: FastAPI would go back to its threads to write the JSON."""
    started = time.perf_counter()
    analysis = analyst.analyse(data, domain, method=method)
    headers = {"Server-Timing": f"look;dur={(time.perf_counter() - started) * MS:.1f}"}
    heatmap = None
    if explain:
        heatmap = "data:image/png;base64," + base64.b64encode(draw_heat(analysis.classification.heat)).decode()
    body = describe_analysis(analysis, heatmap).model_dump_json()
    return Response(body, media_type="application/json", headers=headers)


def draw_heat(heat: NDArray[np.float32]) -> bytes:
    """Draw a heat map (h, w) in 0–1 as a PNG: red, the hotter the more opaque."""
    alpha = Image.fromarray((heat * 255).astype(np.uint8)).resize(
        (HEATMAP_SIDE, HEATMAP_SIDE), Image.Resampling.BICUBIC
    )
    picture = Image.new("RGBA", alpha.size, (220, 40, 20, 0))
    picture.putalpha(alpha.point(lambda level: level * 7 // 10))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
