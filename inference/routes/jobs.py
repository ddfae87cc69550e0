"""GET /v1/jobs/{id}: how far the labelling of a photo has come."""

import time
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from redis.exceptions import RedisError

from catalog.database import read_session
from catalog.models import TaskStatus
from catalog.repository import colors_of, get_photo
from catalog.tasks import tasks_of
from inference.dependencies import ResourcesDep, demand
from inference.descriptions import describe_job, describe_photo
from inference.problems import problem_responses
from inference.resources import Resources
from inference.schemas import JobOut

router = APIRouter(prefix="/v1", tags=["photos"], dependencies=[Depends(demand("read"))])

LONGEST_WAIT_S = 30
LOOK_AGAIN_S = 1.0
OVER = (TaskStatus.FINISHED, TaskStatus.FAILED)

Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT_S, description="Seconds to hold the answer until the job is over.")]


@router.get("/jobs/{job_id}", operation_id="getJob", response_model=JobOut, responses=problem_responses(404))
def get_job(job_id: str, resources: ResourcesDep, wait: Wait = 0) -> JobOut:
    """Tell how far a job has come; with `wait`, answer as soon as it is over."""
    return await_job(resources, job_id, wait)


def await_job(resources: Resources, job_id: str, seconds: float) -> JobOut:
    """Hold until a job is over or the time is; the catalogue has the last word, Redis only wakes us."""
    job = read_job(resources, job_id)
    return [job, *follow_job(resources, job, seconds)][-1]


def follow_job(resources: Resources, job: JobOut, seconds: float) -> Iterator[JobOut]:
    """Give a job again whenever it has come further, until it is over or the time is."""
    deadline = time.monotonic() + seconds
    while job.status not in OVER and (left := deadline - time.monotonic()) > 0:
        pause = min(left, LOOK_AGAIN_S)
        try:
            resources.queue.wait_for(job.id, pause)
        except RedisError:
            time.sleep(pause)
        later = read_job(resources, job.id)
        if later != job:
            job = later
            yield job


def read_job(resources: Resources, job_id: str) -> JobOut:
    """Read a job from the catalogue; raises PhotoNotFound."""
    with read_session(resources.engine) as session:
        photo = get_photo(session, job_id)
        described = describe_photo(photo, colors_of(session, [job_id])[job_id])
        return describe_job(tasks_of(session, job_id), described)
