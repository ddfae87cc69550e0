"""GET /v1/photos, /v1/query and /v1/facets: find photos by a sentence or by filters."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from catalog.colors import BASIC
from catalog.cursors import LONGEST_CURSOR
from catalog.database import read_session
from catalog.facets import count_facets
from catalog.language.parts import Part
from catalog.listing import search_photos
from catalog.query import Query as ParsedQuery
from catalog.query import parse_query
from catalog.repository import colors_of
from catalog.search import Order, Search
from catalog.turns import Turn, count_facets_of_turns, search_in_turns
from inference.dependencies import Knowledge, KnowledgeDep, ResourcesDep, demand, refuse_unknown_parameters
from inference.descriptions import describe_photos, describe_query
from inference.parameters import Word
from inference.problems import problem_responses
from inference.schemas import FacetOut, FacetsOut, PhotoPageOut, QueryOut

router = APIRouter(
    prefix="/v1", tags=["search"], dependencies=[Depends(demand("read")), Depends(refuse_unknown_parameters)]
)

DEFAULT_COUNT = 10
LARGEST_PAGE = 100
MOST_LABELS = 20
MOST_COLORS = 12  # as many as a palette has


@dataclass(frozen=True)
class Filters:
    """What was asked for by a sentence and by filters together; `turns` where a sentence asks for several things."""

    query: ParsedQuery
    search: Search
    turns: tuple[Turn, ...]
    finds_nothing: bool


def read_filters(
    knowledge: KnowledgeDep,
    q: Annotated[
        str | None, Query(max_length=500, description="A request in words.", examples=["3 red tomatoes"])
    ] = None,
    label: Annotated[
        list[Word] | None, Query(max_length=MOST_LABELS, description="Kinds, any of them; unknown ones find nothing.")
    ] = None,
    color: Annotated[
        list[Word] | None,
        Query(max_length=MOST_COLORS, description="Colours of the palette, any of them; unknown ones find nothing."),
    ] = None,
    palette: Annotated[Word, Query(description="The palette that colours are named in.")] = BASIC,
    domain: Annotated[Word | None, Query(description="Photos of one domain only.")] = None,
    owner: Annotated[Word | None, Query(max_length=64, description="Photos of one sender only.")] = None,
) -> Filters:
    """Join the sentence and the filters of a request."""
    knowledge.palette(palette)
    query = _understand(q, knowledge, domain)
    labels, excluded = query.labels, query.excluded_labels
    if domain is None:
        vocabulary = knowledge.vocabulary(None)
        labels, excluded = vocabulary.everywhere(labels), vocabulary.everywhere(excluded)
    search = Search(
        labels=labels + tuple(label or ()),
        colors=query.colors if palette == BASIC else (),
        palette=palette,
        excluded_labels=excluded,
        excluded_colors=query.excluded_colors,
        domain=domain,
        owner=owner,
    )
    turns = _turns(query, search, knowledge) if not label and not color and palette == BASIC else ()
    return Filters(query, replace(search, colors=search.colors + tuple(color or ())), turns, _is_nonsense(q, query))


FiltersDep = Annotated[Filters, Depends(read_filters)]


@router.get("/photos", operation_id="searchPhotos", response_model=PhotoPageOut, responses=problem_responses(404))
def search(
    filters: FiltersDep,
    resources: ResourcesDep,
    count: Annotated[
        int | None, Query(ge=1, le=LARGEST_PAGE, description="Photos a page; else the sentence's, else ten.")
    ] = None,
    order: Annotated[Order, Query(description="A random but stable sample, or best first.")] = "random",
    cursor: Annotated[Word | None, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")] = None,
) -> PhotoPageOut:
    """Find photos. Paging on never repeats one; words that were not understood are reported."""
    query = replace(filters.query, count=count) if count and filters.query.count != 0 else filters.query
    if filters.finds_nothing:
        return PhotoPageOut(query=describe_query(query), photos=[], total=0, totals=[], next=None)
    limit = DEFAULT_COUNT if query.count is None else min(query.count, LARGEST_PAGE)
    wanted = replace(filters.search, limit=limit, order=order, cursor=cursor)
    with read_session(resources.engine) as session:
        if filters.turns:
            page = search_in_turns(session, filters.turns, limit=limit, order=order, cursor=cursor)
        else:
            page = search_photos(session, wanted)
        colors = colors_of(session, [photo.id for photo in page.photos])
    return PhotoPageOut(
        query=describe_query(query),
        photos=describe_photos(page.photos, colors),
        total=page.total,
        totals=list(page.totals),
        next=page.next_cursor,
    )


@router.get(
    "/photos/{photo_id}/similar",
    operation_id="similarPhotos",
    response_model=PhotoPageOut,
    responses=problem_responses(404),
)
def similar(
    photo_id: Word,
    resources: ResourcesDep,
    count: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many photos at most.")] = DEFAULT_COUNT,
) -> PhotoPageOut:
    """Find photos like this one by the model's embedding, the most alike first; none while it is not labelled.

    Photos are compared with those that the same version of the model saw. There is one page: `total` is its length.
    """
    with read_session(resources.engine) as session:
        photos = resources.similarity.find(session, photo_id, count)
        colors = colors_of(session, [photo.id for photo in photos])
    return PhotoPageOut(
        query=describe_query(ParsedQuery(count=count)),
        photos=describe_photos(photos, colors),
        total=len(photos),
        totals=[],
        next=None,
    )


@router.get("/query", operation_id="parseQuery", response_model=QueryOut, responses=problem_responses(404))
def parse(
    knowledge: KnowledgeDep,
    q: Annotated[str, Query(max_length=500, examples=["три красных помидора"])],
    domain: Annotated[str | None, Query(description="The domain whose words come first.")] = None,
) -> QueryOut:
    """Tell how a request is understood, and search nothing."""
    return describe_query(_understand(q, knowledge, domain))


@router.get("/facets", operation_id="countFacets", response_model=FacetsOut, responses=problem_responses(404))
def facets(filters: FiltersDep, resources: ResourcesDep) -> FacetsOut:
    """Count the photos that a search finds by kind and by colour."""
    if filters.finds_nothing:
        return FacetsOut(labels=[], colors={}, total=0)
    with read_session(resources.engine) as session:
        turns = filters.turns
        found = count_facets_of_turns(session, turns) if turns else count_facets(session, filters.search)
    return FacetsOut(
        labels=_ranked(found.labels),
        colors={palette: _ranked(counts) for palette, counts in found.colors.items()},
        total=found.total,
    )


def _turns(query: ParsedQuery, search: Search, knowledge: Knowledge) -> tuple[Turn, ...]:
    """A search for each of the things that a sentence asks for."""
    return tuple(Turn(_narrow(search, part, knowledge), part.count) for part in query.parts)


def _narrow(search: Search, part: Part, knowledge: Knowledge) -> Search:
    """The search for one thing; a colour that is asked of it is unwanted of the others alone."""
    return replace(
        search,
        labels=part.labels if search.domain else knowledge.vocabulary(None).everywhere(part.labels),
        colors=part.colors,
        excluded_colors=tuple(color for color in search.excluded_colors if color not in part.colors),
    )


def _understand(q: str | None, knowledge: Knowledge, domain: str | None) -> ParsedQuery:
    vocabulary = knowledge.vocabulary(domain)
    return parse_query(q, vocabulary) if q else ParsedQuery()


def _is_nonsense(q: str | None, query: ParsedQuery) -> bool:
    """A sentence of which nothing was understood finds nothing, rather than everything."""
    return bool(q and q.strip()) and query.says_nothing


def _ranked(counts: dict[str, int]) -> list[FacetOut]:
    return [FacetOut(name=name, count=n) for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
