"""Write docs/import.md from the figures that the benchmark left."""

from typing import Any

from inference.job_queue import BATCH_PHOTOS, MOST_BULK_JOBS

PAGE = """# Importing many photos

`greengrocer catalog import` stores photos thirty-two at a time: bytes flushed to disk first, then the rows and the work
they owe in one transaction. A worker's sweeper hands them to the queue, {batch} to a job, never more than {waiting} at
once. A worker takes such a job only while nobody's own photo waits; it reads, decodes, classifies and names the colours
of each, and writes all results in one transaction. A photo that fails, fails alone; one that a worker may have fallen
over is tried again by itself. Nor does it take a person's room: only their own open tasks count towards
`INFERENCE_MAX_QUEUED`. What `catalog reindex` owes anew waits in the same way.

{photos:,} distinct photos (crops and mirror images of `vegetables15` and `grocerystore`, written anew) were imported
on SQLite with {workers} workers, on a machine that was busy with other things ({load} processes wanted each core), so
that processor time is what carries over. Written by `make bench-import`.

| process | processor time, s | ms a photo | most memory, MB |
|---|---|---|---|
{rows}
| all | {total:.1f} | {cpu_ms} | |

A plain loop over such photos that decodes and runs the model, in a process on each core, takes {model} ms a photo,
{share:.0%} of what the whole import takes; one that names the colours as well, as the import does, {colors} ms,
{seen_share:.0%} of it. The rest stores, checks, queues and counts. All were taken in after {taken_s:.0f} s, the last
label was there after {seconds:.0f} s: {rate} photos a second."""


def import_page(figures: dict[str, Any]) -> str:
    """What an import costs, beside the bare model."""
    rows = [
        f"| {name} | {spent['cpu_s']} | {spent['cpu_s'] * 1000 / figures['photos']:.2f} | {spent['peak_mb']} |"
        for name, spent in figures["processes"].items()
    ]
    bare, efficiency = figures["bare_ms"], figures["efficiency"]
    text = PAGE.format(
        **{key: figures[key] for key in ("photos", "workers", "load", "cpu_ms", "taken_s", "seconds")},
        rows="\n".join(rows),
        batch=BATCH_PHOTOS,
        waiting=BATCH_PHOTOS * MOST_BULK_JOBS,
        total=sum(spent["cpu_s"] for spent in figures["processes"].values()),
        model=bare["decode and model"],
        colors=bare["decode, model and colours"],
        share=efficiency["decode and model"],
        seen_share=efficiency["decode, model and colours"],
        rate=figures["photos_a_second"],
    )
    return text + "\n"
