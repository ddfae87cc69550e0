"""GET /v1/jobs/{id}/events: the labelling of a photo as it happens, as server-sent events."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from inference.dependencies import AnnouncementsDep, ResourcesDep, demand
from inference.parameters import Word
from inference.problems import problem_responses
from inference.routes.jobs import LONGEST_WAIT_S, follow_job, read_job
from inference.schemas import JobOut

router = APIRouter(prefix="/v1", tags=["photos"], dependencies=[Depends(demand("read"))])

COME_BACK_MS = 1000


def find_job(job_id: Word, resources: ResourcesDep) -> JobOut:
    """The job as it stands, before the stream begins: a missing one is a problem, not an empty stream."""
    return read_job(resources, job_id)


@router.get(
    "/jobs/{job_id}/events",
    operation_id="followJob",
    response_class=EventSourceResponse,
    responses=problem_responses(404),
)
async def follow(
    job: Annotated[JobOut, Depends(find_job)], resources: ResourcesDep, announcements: AnnouncementsDep
) -> AsyncIterable[ServerSentEvent]:
    """Send the job at once and whenever it has come further; an event is named by the job's status.

    The stream ends with `finished` or `failed`, else after half a minute: a browser's EventSource then comes back.
    """
    async for later in follow_job(resources, announcements, job.id, LONGEST_WAIT_S):
        yield _event(later)


def _event(job: JobOut) -> ServerSentEvent:
    return ServerSentEvent(data=job, event=job.status, retry=COME_BACK_MS)
