"""The Helm chart, rendered by Helm itself and held against the schemas of Kubernetes."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from inference.main import FORM_OVERHEAD_BYTES
from tests.contract.test_environment import BotSettings, InferenceSettings, names_of
from tests.deploy.tools import fetch_helm

KUBERNETES = ("1.30", "1.35")
CUSTOM = {"PodMonitor", "PrometheusRule"}
OF_OTHERS = {"AWS_SHARED_CREDENTIALS_FILE", "AWS_DEFAULT_REGION", "FORWARDED_ALLOW_IPS"}  # of boto3 and uvicorn
BUNDLED = ["secrets.botToken=42:token"]
OUTSIDE = [
    *(f"{server}.bundled=false" for server in ("postgresql", "redis", "minio")),
    *(f"secrets.{name}=somewhere" for name in ("databaseUrl", "redisUrl", "awsCredentials", "botToken")),
    "s3.endpoint=https://s3.example.org",
    "ingress.enabled=true",
    "ingress.tlsSecret=tls",
]
BARE = ["existingSecret=mine", "bot.enabled=false", "api.autoscaling.enabled=false", "networkPolicy.enabled=false"]
WATCHED = [*BUNDLED, *(f"monitoring.{name}=true" for name in ("podMonitor", "rules", "dashboard"))]
VARIANTS = {"bundled": BUNDLED, "outside": OUTSIDE, "bare": BARE, "watched": WATCHED}

Document = dict[str, Any]


@pytest.fixture(scope="module")
def chart(repository: Path) -> Path:
    return repository / "deploy" / "helm" / "greengrocer"


def helm(command: list[str], chart: Path, values: list[str]) -> subprocess.CompletedProcess[str]:
    given = [part for value in values for part in ("--set", value)]
    return subprocess.run([fetch_helm(), *command, chart, *given], capture_output=True, text=True, check=False)


def render(chart: Path, values: list[str]) -> list[Document]:
    return [document for document in yaml.safe_load_all(written(chart, tuple(values))) if document]


@cache
def written(chart: Path, values: tuple[str, ...]) -> str:
    done = helm(["template", "shop"], chart, list(values))
    assert done.returncode == 0, done.stderr
    return done.stdout


def pods(documents: list[Document]) -> Iterator[tuple[str, Document]]:
    for document in documents:
        if "template" in document.get("spec", {}):
            yield document["metadata"]["name"], document["spec"]["template"]["spec"]


def containers(documents: list[Document]) -> Iterator[tuple[str, Document]]:
    for name, pod in pods(documents):
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            yield f"{name}/{container['name']}", container


def of_kind(documents: list[Document], kind: str) -> dict[str, Document]:
    return {document["metadata"]["name"]: document for document in documents if document["kind"] == kind}


@pytest.mark.parametrize("values", VARIANTS.values(), ids=VARIANTS)
def test_helm_lints_without_a_complaint(chart: Path, values: list[str]) -> None:
    done = helm(["lint", "--strict", "--quiet"], chart, values)
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("values", VARIANTS.values(), ids=VARIANTS)
def test_kubernetes_would_take_every_object(chart: Path, values: list[str], version: str) -> None:
    for document in render(chart, values):
        if document["kind"] not in CUSTOM:
            kubernetes_validate.validate(document, version, strict=True)


def test_a_slip_would_be_refused(chart: Path) -> None:
    deployment = of_kind(render(chart, BUNDLED), "Deployment")["shop-greengrocer-api"]
    deployment["spec"]["template"]["spec"]["containers"][0]["comand"] = ["serve"]
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, KUBERNETES[-1], strict=True)


@pytest.mark.parametrize("values", VARIANTS.values(), ids=VARIANTS)
def test_every_container_is_confined(chart: Path, values: list[str]) -> None:
    documents = render(chart, values)
    for name, pod in pods(documents):
        assert pod["securityContext"]["runAsNonRoot"], name
        assert pod["automountServiceAccountToken"] is False, name
    for name, container in containers(documents):
        own = container["securityContext"]
        assert own["readOnlyRootFilesystem"], name
        assert own["capabilities"]["drop"] == ["ALL"], name
        assert set(container["resources"]["limits"]) == {"cpu", "memory"}, name
        assert not container["image"].endswith((":latest", ":")), name


@pytest.mark.parametrize("values", [BUNDLED, OUTSIDE, WATCHED], ids=["bundled", "outside", "watched"])
def test_every_secret_that_is_mounted_is_made(chart: Path, values: list[str]) -> None:
    documents = render(chart, values)
    (made,) = of_kind(documents, "Secret").values()
    for name, pod in pods(documents):
        for volume in pod["volumes"]:
            for item in volume.get("secret", {}).get("items", []):
                assert item["key"] in made["stringData"], name


def test_every_variable_is_a_setting_and_no_secret(chart: Path) -> None:
    (config,) = [d for d in of_kind(render(chart, BUNDLED), "ConfigMap").values() if "dashboard" not in str(d)[:200]]
    assert set(config["data"]) <= names_of(InferenceSettings) | names_of(BotSettings) | OF_OTHERS


def test_workers_scale_by_queue_and_processor(chart: Path) -> None:
    adapted = render(chart, [*BUNDLED, "worker.autoscaling.queueMetric=true"])
    scaler = of_kind(adapted, "HorizontalPodAutoscaler")["shop-greengrocer-worker"]
    kinds = {metric["type"]: metric for metric in scaler["spec"]["metrics"]}
    assert set(kinds) == {"Resource", "External"}
    assert kinds["External"]["external"]["metric"]["name"] == "greengrocer_queue_depth"
    assert "replicas" not in of_kind(render(chart, BUNDLED), "Deployment")["shop-greengrocer-worker"]["spec"]


def test_workers_scale_by_the_processor_alone_where_no_adapter_is_named(chart: Path) -> None:
    scaler = of_kind(render(chart, BUNDLED), "HorizontalPodAutoscaler")["shop-greengrocer-worker"]
    assert [metric["type"] for metric in scaler["spec"]["metrics"]] == ["Resource"]


def test_what_must_not_fall_has_a_budget_and_probes(chart: Path) -> None:
    documents = render(chart, BUNDLED)
    assert set(of_kind(documents, "PodDisruptionBudget")) == {"shop-greengrocer-api", "shop-greengrocer-worker"}
    for name, container in containers(documents):
        assert name.endswith(("/migrate", "/keys")) or {"startupProbe", "livenessProbe"} <= set(container), name


def test_nothing_comes_in_or_goes_out_unless_said(chart: Path) -> None:
    policies = of_kind(render(chart, BUNDLED), "NetworkPolicy")
    everything = policies["shop-greengrocer"]["spec"]
    assert "ingress" not in everything
    assert set(everything["policyTypes"]) == {"Ingress", "Egress"}
    assert [port["port"] for rule in everything["egress"] for port in rule["ports"]] == [53, 53]
    assert {"shop-greengrocer-postgres", "shop-greengrocer-redis", "shop-greengrocer-minio"} <= set(policies)


def test_metrics_are_not_shown_to_the_world(chart: Path) -> None:
    (ingress,) = of_kind(render(chart, OUTSIDE), "Ingress").values()
    paths = {path["path"]: path["pathType"] for path in ingress["spec"]["rules"][0]["http"]["paths"]}
    assert "/metrics" not in paths
    assert paths["/"] == "Exact"
    assert paths["/v1"] == "Prefix"
    assert "/redoc" not in paths  # there is none


def hooks(documents: list[Document]) -> dict[str, str]:
    """When each job runs, by its command."""
    jobs = of_kind(documents, "Job").values()
    commands = [" ".join(container["args"][:2]) for _, container in containers(list(jobs))]
    return dict(zip(commands, (job["metadata"]["annotations"]["helm.sh/hook"] for job in jobs), strict=True))


def test_schema_comes_before_an_upgrade_and_the_bots_key_after_its_secret(chart: Path) -> None:
    assert hooks(render(chart, BUNDLED)) == {
        "catalog migrate": "post-install,pre-upgrade",
        "catalog key": "post-install,post-upgrade",
    }


@pytest.mark.parametrize(
    ("server", "hook"), [("", "pre-install"), ("minio", "post-install"), ("postgresql", "post-install")]
)
def test_migration_waits_for_servers_that_the_chart_brings(chart: Path, server: str, hook: str) -> None:
    values = [f"{name}.bundled={str(name == server).lower()}" for name in ("postgresql", "minio")]
    made = hooks(render(chart, [*BARE, *values]))
    assert made == {"catalog migrate": f"{hook},pre-upgrade"}


def test_pods_start_anew_with_a_new_secret(chart: Path) -> None:
    old, new = (render(chart, [f"secrets.botToken={token}"]) for token in ("42:token", "43:token"))
    for name in ("api", "worker", "bot"):
        sums = [
            of_kind(made, "Deployment")[f"shop-greengrocer-{name}"]["spec"]["template"]["metadata"]["annotations"]
            for made in (old, old, new)
        ]
        assert sums[0] == sums[1] != sums[2]


def test_values_name_every_key_that_a_secret_of_yours_must_hold(chart: Path) -> None:
    said = (chart / "values.yaml").read_text().split("existingSecret:")[0]
    for name, pod in pods(render(chart, ["existingSecret=mine"])):
        for volume in pod["volumes"]:
            for item in volume.get("secret", {}).get("items", []):
                assert re.search(rf"\b{item['key']}\b", said), name


def test_large_numbers_of_a_values_file_stay_whole(chart: Path, tmp_path: Path) -> None:
    settings = {"INFERENCE_MAX_PIXELS": 100_000_000, "INFERENCE_REQUIRE_API_KEY": True, "INFERENCE_DOMAIN": "dogs"}
    file = tmp_path / "values.yaml"
    file.write_text(yaml.safe_dump({"settings": settings}))
    done = helm(["template", "shop", "--values", str(file)], chart, BUNDLED)
    documents = [document for document in yaml.safe_load_all(done.stdout) if document]
    given = of_kind(documents, "ConfigMap")["shop-greengrocer"]["data"]
    assert [given[name] for name in settings] == ["100000000", "true", "dogs"]


def test_callers_address_is_what_the_proxy_says_and_not_the_caller(chart: Path, repository: Path) -> None:
    trusted = of_kind(render(chart, BUNDLED), "ConfigMap")["shop-greengrocer"]["data"]["FORWARDED_ALLOW_IPS"]
    compose = yaml.safe_load((repository / "docker-compose.yml").read_text())
    assert compose["services"]["api"]["environment"]["FORWARDED_ALLOW_IPS"] == trusted
    proxied: Document = {"type": "http", "client": ("10.1.2.3", 80), "scheme": "http"}
    proxied["headers"] = [(b"x-forwarded-for", b"1.2.3.4, 203.0.113.9"), (b"x-forwarded-proto", b"https")]

    async def tell(scope: Any, _receive: object, _send: object) -> None:
        proxied["seen"] = (scope["client"][0], scope["scheme"])

    asyncio.run(ProxyHeadersMiddleware(tell, trusted_hosts=trusted)(proxied, None, None))  # type: ignore[arg-type]  # neither is asked for
    assert proxied["seen"] == ("203.0.113.9", "https")


def test_ingress_takes_two_photos_at_once(chart: Path) -> None:
    (ingress,) = of_kind(render(chart, OUTSIDE), "Ingress").values()
    size = ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"]
    largest = InferenceSettings.model_fields["max_upload_bytes"].default
    assert int(size.removesuffix("m")) * 2**20 >= 2 * largest + FORM_OVERHEAD_BYTES


def test_alerts_and_dashboard_are_those_of_the_compose_file(chart: Path, repository: Path) -> None:
    documents = render(chart, WATCHED)
    (rule,) = of_kind(documents, "PrometheusRule").values()
    assert rule["spec"] == yaml.safe_load((repository / "deploy/prometheus/alerts.yml").read_text())
    shown = yaml.safe_load(of_kind(documents, "ConfigMap")["shop-greengrocer-dashboard"]["data"]["greengrocer.json"])
    assert shown == yaml.safe_load((repository / "deploy/grafana/dashboards/greengrocer.json").read_text())


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ([], "botToken"),
        ([*BUNDLED, "api.replicas=0"], "minimum"),
        ([*BUNDLED, "api.replica=2"], "replica"),
        ([*BUNDLED, "secrets.adminKey=short"], "pattern"),
        ([*BUNDLED, "settings.INFERENCE_ADMIN_KEY=open"], "INFERENCE_ADMIN_KEY"),
        ([*BUNDLED, "redis.bundled=false"], "redisUrl"),
    ],
)
def test_wrong_values_are_refused_with_a_reason(chart: Path, values: list[str], complaint: str) -> None:
    done = helm(["template", "shop"], chart, values)
    assert done.returncode != 0
    assert complaint in done.stderr
