"""/v1/domains, /v1/palettes and /v1/stats: what the service knows."""

from fastapi import APIRouter, Depends

from catalog.database import read_session
from catalog.domains import Domain
from catalog.repository import count_photos
from inference.dependencies import KnowledgeDep, ResourcesDep, demand
from inference.problems import problem_responses
from inference.resources import Resources
from inference.schemas import (
    DomainOut,
    DomainsOut,
    LabelOut,
    ModelOut,
    PaletteColorOut,
    PaletteOut,
    PalettesOut,
    StatsOut,
)
from inference.vision.model_card import ModelCard

router = APIRouter(prefix="/v1", tags=["knowledge"], dependencies=[Depends(demand("read"))])


@router.get("/domains", operation_id="listDomains", response_model=DomainsOut, responses=problem_responses())
def list_domains(resources: ResourcesDep, knowledge: KnowledgeDep) -> DomainsOut:
    """List what can be recognised, the service's default first, with names by language and the model that does it."""
    ordered = sorted(knowledge.domains.values(), key=lambda domain: domain.name != resources.settings.domain)
    return DomainsOut(domains=[_describe(resources, domain) for domain in ordered])


@router.get(
    "/domains/{name}/card", operation_id="getModelCard", response_model=ModelCard, responses=problem_responses(404)
)
def read_card(name: str, resources: ResourcesDep) -> ModelCard:
    """Give the model card of a domain."""
    return resources.analyst.models.get(name).card


@router.get("/palettes", operation_id="listPalettes", response_model=PalettesOut, responses=problem_responses())
def list_palettes(resources: ResourcesDep) -> PalettesOut:
    """List the palettes that colours are named in."""
    return PalettesOut(
        palettes=[
            PaletteOut(
                name=palette.name,
                colors=[PaletteColorOut(name=c.name, hex=c.hex, names=c.names) for c in palette.colors],
            )
            for palette in resources.analyst.palettes.values()
        ]
    )


@router.get("/stats", operation_id="getStats", response_model=StatsOut, responses=problem_responses())
def read_stats(resources: ResourcesDep) -> StatsOut:
    """Count the photos of the catalogue."""
    with read_session(resources.engine) as session:
        stats = count_photos(session)
    return StatsOut(total=stats.total, statuses=stats.statuses, labels=stats.labels, unknown=stats.unknown)


def _describe(resources: Resources, domain: Domain) -> DomainOut:
    models = resources.analyst.models
    card = models.get(domain.name).card if domain.name in models.domains else None
    return DomainOut(
        name=domain.name,
        titles=domain.titles,
        examples={language: list(requests) for language, requests in domain.examples.items()},
        labels=[
            LabelOut(
                slug=label.slug,
                names=label.names,
                forms={language: forms.model_dump(exclude_none=True) for language, forms in label.forms.items()},
            )
            for label in domain.labels
        ],
        model=_describe_model(card, models.report(domain.name) is not None) if card else None,
    )


def _describe_model(card: ModelCard, has_report: bool) -> ModelOut:
    return ModelOut(
        version=card.version,
        architecture=card.architecture,
        metrics=card.model_dump(mode="json")["metrics"],
        report_url=f"/v1/domains/{card.domain}/report" if has_report else None,
    )
