"""GET /v1/domains/{name}/report: the page that training wrote about a model."""

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from inference.dependencies import ResourcesDep, demand
from inference.errors import ReportMissing
from inference.problems import problem_responses

router = APIRouter(prefix="/v1", tags=["knowledge"], dependencies=[Depends(demand("read"))])

# A report is one file with its figures, styles and script in it. It loads nothing and asks nobody; its sandbox gives it
# an origin of its own, so that not even a stranger's report reaches the API with the reader's rights.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; "
    "sandbox allow-scripts"
)


@router.get(
    "/domains/{name}/report",
    operation_id="getModelReport",
    response_class=HTMLResponse,
    responses=problem_responses(404),
)
def read_report(name: str, resources: ResourcesDep) -> HTMLResponse:
    """Show what training wrote about the model of a domain."""
    path = resources.analyst.models.report(name)
    if path is None:
        raise ReportMissing(f"there is no report on a model of the domain {name!r}")
    return HTMLResponse(path.read_text("utf-8"), headers={"Content-Security-Policy": POLICY})
