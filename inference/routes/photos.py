"""/v1/photos: put photos in, look at them, correct and delete them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status
from starlette.concurrency import run_in_threadpool

from catalog.database import read_session, write_session
from catalog.repository import colors_of, correct_label, delete_photo, delete_photos_of, get_photo, take_back_photo
from inference.copies import get_copy
from inference.dependencies import (
    UPLOAD_BODY,
    AnnouncementsDep,
    KnowledgeDep,
    PhotoBytes,
    RequestKey,
    ResourcesDep,
    demand,
)
from inference.descriptions import describe_photo
from inference.disposal import dispose_of
from inference.parameters import Word
from inference.photo_store import IMAGES, THUMBNAILS
from inference.problems import problem_responses
from inference.resources import Resources
from inference.routes.classify import draw_heat
from inference.routes.jobs import OVER, Wait, await_job
from inference.schemas import CorrectionIn, DeletedOut, JobOut, PhotoOut
from inference.uploads import Upload, take_in

router = APIRouter(prefix="/v1/photos", tags=["photos"])

READ = [Depends(demand("read"))]
WRITE = [Depends(demand("write"))]
AN_HOUR = {"Cache-Control": "private, max-age=3600"}  # the next model sees its label elsewhere
FOREVER = {"Cache-Control": "private, max-age=31536000, immutable"}
JPEG: dict[int | str, dict[str, object]] = {
    200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}, "description": "The picture."}
}
PNG: dict[int | str, dict[str, object]] = {
    200: {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}, "description": "The picture."}
}

Domain = Annotated[Word | None, Query(description="What to recognise; the service's default if absent.")]
Owner = Annotated[
    Word, Query(max_length=64, min_length=1, description="An opaque word for the sender, chosen by the client.")
]


@router.post(
    "",
    operation_id="addPhoto",
    dependencies=WRITE,
    status_code=status.HTTP_202_ACCEPTED,
    response_model=JobOut,
    responses=problem_responses(400, 404, 413, 415, 503)
    | {200: {"model": JobOut, "description": "Labelled within `wait`."}},
    openapi_extra=UPLOAD_BODY,
)
async def add_photo(
    response: Response,
    data: PhotoBytes,
    resources: ResourcesDep,
    knowledge: KnowledgeDep,
    announcements: AnnouncementsDep,
    idempotency_key: RequestKey,
    domain: Domain = None,
    owner: Owner | None = None,
    wait: Wait = 0,
) -> JobOut:
    """Store a photo and queue it to be labelled. The same photo twice is one photo."""
    name = knowledge.domain(domain or resources.settings.domain).name
    upload = Upload(data, name, owner, idempotency_key=idempotency_key)
    photo = await run_in_threadpool(take_in, resources, upload)
    job = await await_job(resources, announcements, photo.id, wait)
    response.headers["Location"] = f"/v1/jobs/{photo.id}"
    if wait and job.status in OVER:
        response.status_code = status.HTTP_200_OK
    return job


@router.delete(
    "", operation_id="forgetOwner", dependencies=WRITE, response_model=DeletedOut, responses=problem_responses()
)
def forget_owner(resources: ResourcesDep, owner: Owner) -> DeletedOut:
    """Delete all photos of an owner; photos that others sent too stay for them."""
    with write_session(resources.engine) as session:
        photos = delete_photos_of(session, owner)
    dispose_of(resources.engine, resources.store, [photo.sha256 for photo in photos])
    return DeletedOut(deleted=len(photos))


@router.get(
    "/{photo_id}", operation_id="getPhoto", dependencies=READ, response_model=PhotoOut, responses=problem_responses(404)
)
def read_photo(photo_id: Word, resources: ResourcesDep) -> PhotoOut:
    """Tell all that is known of a photo."""
    return _describe(resources, photo_id)


@router.patch(
    "/{photo_id}",
    operation_id="correctPhoto",
    dependencies=WRITE,
    response_model=PhotoOut,
    responses=problem_responses(404),
)
def correct_photo(
    photo_id: Word, correction: CorrectionIn, resources: ResourcesDep, knowledge: KnowledgeDep
) -> PhotoOut:
    """Take a person's word for what a photo shows; it outranks the model's."""
    with write_session(resources.engine) as session:
        domain = get_photo(session, photo_id).domain
        if correction.label is not None:
            knowledge.domain(domain).label(correction.label)
        correct_label(session, photo_id, correction.label)
    return _describe(resources, photo_id)


@router.delete(
    "/{photo_id}",
    operation_id="deletePhoto",
    dependencies=WRITE,
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problem_responses(404),
)
def remove_photo(photo_id: Word, resources: ResourcesDep, owner: Owner | None = None) -> None:
    """Delete a photo, its labels and its bytes; where an owner is named, only for them: others who sent it keep it."""
    with write_session(resources.engine) as session:
        photos = take_back_photo(session, photo_id, owner) if owner else [delete_photo(session, photo_id)]
    dispose_of(resources.engine, resources.store, [photo.sha256 for photo in photos])


@router.get(
    "/{photo_id}/image",
    operation_id="getImage",
    dependencies=READ,
    response_class=Response,
    responses=problem_responses(404) | JPEG,
)
def read_image(photo_id: Word, resources: ResourcesDep) -> Response:
    """Send the photo as JPEG, upright and without metadata."""
    return _copy(resources, photo_id, IMAGES)


@router.get(
    "/{photo_id}/thumbnail",
    operation_id="getThumbnail",
    dependencies=READ,
    response_class=Response,
    responses=problem_responses(404) | JPEG,
)
def read_thumbnail(photo_id: Word, resources: ResourcesDep) -> Response:
    """Send the photo small: JPEG, at most 320 pixels a side."""
    return _copy(resources, photo_id, THUMBNAILS)


@router.get(
    "/{photo_id}/heatmap",
    operation_id="getHeatmap",
    dependencies=READ,
    response_class=Response,
    responses=problem_responses(404) | PNG,
)
def read_heatmap(photo_id: Word, resources: ResourcesDep) -> Response:
    """Send where the model saw its label: a transparent PNG to lay over the photo's centre square."""
    photo = _describe(resources, photo_id)
    classifier = resources.analyst.models.get(photo.domain)
    image = resources.analyst.decode(resources.store.get(photo.sha256), classifier).image
    return Response(draw_heat(classifier.classify(image).heat), media_type="image/png", headers=AN_HOUR)


def _describe(resources: Resources, photo_id: str) -> PhotoOut:
    with read_session(resources.engine) as session:
        photo = get_photo(session, photo_id)
        return describe_photo(photo, colors_of(session, [photo_id])[photo_id])


def _copy(resources: Resources, photo_id: str, kind: str) -> Response:
    with read_session(resources.engine) as session:
        sha256 = get_photo(session, photo_id).sha256
    return Response(get_copy(resources, sha256, kind), media_type="image/jpeg", headers=FOREVER)
