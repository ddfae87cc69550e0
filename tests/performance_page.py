"""docs/performance.md: what a photo costs us, beside the plain way and beside other servers."""

import textwrap
from collections.abc import Callable
from typing import Any

BEGINNING = """\
# Performance

Two ways of doing one thing, in turn in one run; ratios carry over to other machines, times do not. Ratios are
medians with the least and the largest round. Written by `make bench`; goals are those the project set itself.

## The parts

CPU time, each of a second run in a row: neither way pays for memory that the other gave back.

| what | ours, ms | other, ms | other ÷ ours | least–largest |
|---|---|---|---|---|
"""

BARE = """\
## A request

Real phone photos of 348 pixels, 8 clients in a process of their own. What a bare loop over the same functions, one in
a process on each core, needs for a photo ÷ what the API needs, in CPU time: 1 would be a server that costs nothing. The
goal is 0.95 of decode and model.

| asked | CPU, ms | bare decode, model and colours ÷ ours | bare decode and model ÷ ours |
|---|---|---|---|
"""

SIZES = """\
What a request itself costs weighs the less the larger the photo. The same photos, cut and resized; the large ones are
smoother than real ones, and so a little quicker to decode:

| photos | pixels | kB | asked | CPU, ms | bare decode, model and colours ÷ ours | bare decode and model ÷ ours |
|---|---|---|---|---|---|---|
"""

PEERS = """\
## Beside other servers

The same ONNX file, photos, decode and answer behind four other servers, a worker a core and one thread a session, as
their manuals say ([programs](../tests/benchmarks/peers)); ours has a process a core as well (`INFERENCE_PROCESSES`),
and, as it comes, one. None of them names colours: `/v1/classify` does and so works more, `/v2 infer` does not. All run
side by side and are asked in turn. Above 1 is in our favour.

| clients | server | CPU, ms | ÷ `/v1/classify` | ÷ `/v2` | requests/s | classify ÷ | /v2 ÷ | p50, ms | p99, ms | MB |
|---|---|---|---|---|---|---|---|---|---|---|
"""
ALIKE = "/v2 infer, no colours"
OPENVINO = """`pip uninstall onnxruntime && pip install onnxruntime-openvino`, then `INFERENCE_PROVIDER=openvino`, is
all it takes; it is no default, for it takes longer to start and more memory."""
CHOICES = """\
## Choices, and what they were chosen over

CPU time, as above.

| what | ours, ms | other, ms | other ÷ ours | least–largest |
|---|---|---|---|---|
"""
WIDTH = 118


def performance_page(speed: dict[str, Any], serving: dict[str, Any]) -> str:
    """The page, from what two benchmarks wrote; a part that was not measured is left out."""
    parts = [SECTIONS[part](serving[part]) for part in SECTIONS if part in serving]
    beginning = BEGINNING + "\n".join(_row(what, row) for what, row in speed.items())
    return "\n\n".join([beginning, *parts, _machine(serving)]) + "\n"


def _row(what: str, row: dict[str, float]) -> str:
    spread = f"{row['ratio_min']}–{row['ratio_max']}"
    return f"| {what} | {row['ours_ms']} | {row['other_ms']} | {row['ratio']}× | {spread} |"


def _bare(bare: dict[str, Any]) -> str:
    rows = [f"| {asked} | {_efficiency(row)} |" for asked, row in bare.items() if asked != "load"]
    return BARE + "\n".join(rows)


def _sizes(sizes: dict[str, Any]) -> str:
    rows = [
        f"| {name} | {size['width']} × {size['height']} | {size['kilobytes']} | {asked} | {_efficiency(row)} |"
        for name, size in sizes.items()
        if name != "load"
        for asked, row in size["asked"].items()
    ]
    return SIZES + "\n".join(rows)


def _efficiency(row: dict[str, Any]) -> str:
    return f"{row['cpu_ms']} | {_spread(row['decode, model and colours'])} | {_spread(row['decode and model'])}"


def _peers(peers: dict[str, Any]) -> str:
    rows = [
        f"| {clients} | {name} | {row['cpu_ms']} | {_spread(row['cpu'])} | "
        f"{row['cpu_ms'] / servers[ALIKE]['cpu_ms']:.2f} | {row['requests_a_second']} | {_spread(row['rate'])} | "
        f"{servers[ALIKE]['requests_a_second'] / row['requests_a_second']:.2f} | "
        f"{row['p50_ms']} | {row['p99_ms']} | {peers['memory_mb'][name]} |"
        for clients, servers in peers["clients"].items()
        for name, row in servers.items()
    ]
    rows += [f"| | {name} | absent: {reason} |" + " |" * 8 for name, reason in peers["absent"].items()]
    return PEERS + "\n".join(rows)


def _queue(queue: dict[str, Any]) -> str:
    text = f"""From handing a classify job to RQ until its answer is there: {queue["resident_ms"]} ms by our worker,
    which stays; {queue["forking_ms"]} ms by RQ's own, which forks for each job and loads the model in the child:
    {_spread(queue["forking ÷ resident"])}× by the clock (goal 9×), {queue["forking ÷ resident, CPU"]}× by CPU
    ({queue["forking_cpu_ms"]} and {queue["resident_cpu_ms"]} ms). To the same work without a queue,
    {queue["here_ms"]} ms by the clock, the queue adds {queue["overhead_ms"]} ms (goal 10 ms), and
    {queue["overhead_cpu_ms"]} ms of CPU."""
    return f"## A job through the queue\n\n{_fill(text)}"


def _start(start: dict[str, Any]) -> str:
    text = f"""From the start of `greengrocer serve` until `/health/ready` says so: {_range(start["cpu_seconds"])} s of
    CPU, {_range(start["seconds"])} s by the clock (goal 2 s). Memory (PSS) with three models:
    {_range(start["memory_mb"])} MB when ready, {_range(start["memory_after_load_mb"])} MB after 400 photos by 8
    clients (goal 200 MB)."""
    return f"## Start and memory\n\n{_fill(text)}"


def _choices(choices: dict[str, Any]) -> str:
    levels = choices["grey_levels"]
    rows = [_row(what, row) for what, row in choices.items() if isinstance(row, dict)]
    drift = f"The scaled decode moves the model's input by {levels} of 255 grey levels on average."
    return CHOICES + "\n".join(rows) + f"\n\n{drift}"


def _providers(providers: dict[str, Any]) -> str:
    if "absent" in providers:
        return f"OpenVINO's execution provider could not be had here: {providers['absent']}"
    return _fill(f"""OpenVINO's execution provider (ONNX Runtime {providers["version"]}) runs the model in
    {providers["OpenVINO_ms"]} ms of CPU, the plain one in {providers["CPU_ms"]} ms:
    {_spread(providers["CPU ÷ OpenVINO"])}×, with {providers["alike"]:.0%} of the photos labelled alike.
    {OPENVINO}""")


def _machine(serving: dict[str, Any]) -> str:
    loads = ", ".join(f"{part} {figures['load']}" for part, figures in serving.items() if isinstance(figures, dict))
    return _fill(f"""The machine had {serving["cores"]} cores; its load before each part: {loads}.
    Where it was high, CPU time tells more than the clock.""")


def _fill(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)


def _spread(figure: dict[str, float]) -> str:
    return f"{figure['ratio']} ({figure['ratio_min']}–{figure['ratio_max']})"


def _range(figure: dict[str, float]) -> str:
    return f"{figure['median']} ({figure['min']}–{figure['max']})"


SECTIONS: dict[str, Callable[[dict[str, Any]], str]] = {
    "bare": _bare,
    "sizes": _sizes,
    "peers": _peers,
    "queue": _queue,
    "start": _start,
    "choices": _choices,
    "providers": _providers,
}
