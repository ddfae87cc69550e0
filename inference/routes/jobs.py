"""GET /v1/jobs/{id}: how far the labelling of a photo has come."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from catalog.database import read_session
from catalog.errors import PhotoNotFound
from catalog.models import Photo, TaskStatus
from catalog.repository import colors_of, get_photo
from catalog.tasks import tasks_of
from inference.announcements import Announcements
from inference.dependencies import AnnouncementsDep, ResourcesDep, demand
from inference.descriptions import describe_job, describe_photo
from inference.parameters import Word
from inference.problems import problem_responses
from inference.resources import Resources
from inference.schemas import JobOut

router = APIRouter(prefix="/v1", tags=["photos"], dependencies=[Depends(demand("read"))])

LONGEST_WAIT_S = 30
LOOK_AGAIN_S = 1.0
OVER = (TaskStatus.FINISHED, TaskStatus.FAILED)

Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT_S, description="Seconds to hold the answer until the job is over.")]


@router.get("/jobs/{job_id}", operation_id="getJob", response_model=JobOut, responses=problem_responses(404))
async def get_job(job_id: Word, resources: ResourcesDep, announcements: AnnouncementsDep, wait: Wait = 0) -> JobOut:
    """Tell how far a job has come; with `wait`, answer as soon as it is over."""
    return await await_job(resources, announcements, job_id, wait)


async def await_job(resources: Resources, announcements: Announcements, job_id: str, seconds: float) -> JobOut:
    """Hold until a job is over or the time is; who waits takes no thread."""
    return [job async for job in follow_job(resources, announcements, job_id, seconds)][-1]


async def follow_job(
    resources: Resources, announcements: Announcements, job_id: str, seconds: float
) -> AsyncIterator[JobOut]:
    """Give a job, and again whenever it has come further, until it is over or the time is.

    The catalogue has the last word: an announcement only has us look there at once rather than after a second.

    Raises:
        PhotoNotFound: there is none, or no more.
    """
    deadline = time.monotonic() + seconds
    with announcements.awaiting(job_id) as announced:
        job = await run_in_threadpool(read_job, resources, job_id)
        yield job
        while job.status not in OVER and (left := deadline - time.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(announced.wait(), min(left, LOOK_AGAIN_S))
            announced.clear()
            later = await run_in_threadpool(read_job, resources, job_id)
            if later != job:
                yield later
            job = later


def read_job(resources: Resources, job_id: str) -> JobOut:
    """Read a job from the catalogue; raises PhotoNotFound."""
    with read_session(resources.engine) as session:
        photo = _get_photo(session, job_id)
        described = describe_photo(photo, colors_of(session, [job_id])[job_id])
        return describe_job(tasks_of(session, job_id), described)


def _get_photo(session: Session, job_id: str) -> Photo:
    try:
        return get_photo(session, job_id)
    except PhotoNotFound as error:
        raise PhotoNotFound(f"there is no job {job_id!r}") from error
