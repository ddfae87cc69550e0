"""A small inference service over real HTTP, for flows that the real one seldom takes: away, slow, full of photos."""

import asyncio
import base64
import hashlib
import io
from typing import Any

from aiohttp import web
from PIL import Image

from tests.served_app import ServedApp

VEGETABLES = ("carrot", "cucumber", "tomato")
DOGS = ("dachshund", "staffordshire_bull_terrier_of_the_longest_name")
FORMS = {
    "tomato": {
        "en": {"one": "tomato", "other": "tomatoes"},
        "ru": {"one": "помидор", "few": "помидора", "many": "помидоров", "other": "помидора"},
    }
}
ASKED = {"tomatoes": "tomato", "tomato": "tomato", "dachshunds": "dachshund", "pears": "pear"}
EXAMPLES = {"en": ["3 red tomatoes", "something red"], "ru": ["три красных помидора", "что-нибудь красное"]}
RUSSIAN = {"tomato": "помидор", "carrot": "морковь"}


class FakeService:
    """Runs in a thread; what it knows and how it feels are plain attributes."""

    def __init__(self) -> None:
        self.url = ""
        self.away = self.pictures_away = False
        self.slow = False
        self.busy: list[int] = []
        self.at_once, self.most_at_once = 0, 0
        self.pause = 0.0
        self.more_kinds = 0
        self.dogs = "Собаки"
        self.label, self.score, self.known = "tomato", 0.999, True
        self.kind_of_change = "added"
        self.picture = draw("PNG", "red")
        self.photos: dict[str, dict[str, Any]] = {}
        self.owners: dict[str, set[str]] = {}
        self.corrections: list[tuple[str, str]] = []
        self.uploads: list[dict[str, str]] = []
        self._server = ServedApp(routes=self._add_routes)

    def __enter__(self) -> "FakeService":
        self.url = self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def fill(self, count: int, *, owner: str = "a grocer") -> None:
        """Put red tomatoes into the catalogue."""
        for number in range(count):
            self.owners[self._add(f"tomato {number}".encode())["id"]] = {owner}

    def _add(self, data: bytes) -> dict[str, Any]:
        photo_id = hashlib.sha256(data).hexdigest()[:32]
        photo = {
            "id": photo_id,
            "status": "labelled",
            "domain": "vegetables",
            "label": self.label,
            "score": self.score,
            "known": self.known,
            "label_source": "prediction",
            "top": [{"label": slug, "score": score} for slug, score in zip(VEGETABLES, (0.3, 0.2, 0.1), strict=True)],
            "colors": {"basic": {"name": "red", "hex": "#FF0000"}, "rgb": {"name": "red", "hex": "#FF0000"}},
            "url": f"/v1/photos/{photo_id}/image",
        }
        return self.photos.setdefault(photo_id, photo)

    def _add_routes(self, app: web.Application) -> None:
        app.middlewares.extend([self._count, self._be_away])
        app.add_routes(
            [
                web.post("/v1/photos", self._take),
                web.get("/v1/photos", self._search),
                web.delete("/v1/photos", self._forget),
                web.get("/v1/photos/{id}", self._photo),
                web.patch("/v1/photos/{id}", self._correct),
                web.delete("/v1/photos/{id}", self._delete),
                web.get("/v1/photos/{id}/similar", self._similar),
                web.get("/v1/photos/{id}/{copy}", self._picture),
                web.get("/v1/jobs/{id}", self._job),
                web.post("/v1/added", self._added),
                web.get("/v1/domains", self._domains),
                web.get("/v1/palettes", self._palettes),
                web.get("/v1/stats", self._stats),
            ]
        )

    @web.middleware
    async def _count(self, request: web.Request, handler: Any) -> web.StreamResponse:
        counts = request.path.startswith(("/v1/photos", "/v1/jobs"))
        self.at_once += counts
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer: web.StreamResponse = await handler(request)
        finally:
            self.at_once -= counts
        return answer

    @web.middleware
    async def _be_away(self, request: web.Request, handler: Any) -> web.StreamResponse:
        await asyncio.sleep(self.pause)
        if self.away:
            return _problem(503, "store_unavailable")
        if self.busy and request.method == "POST":
            return _problem(503, "queue_full", {"Retry-After": str(self.busy.pop())})
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _take(self, request: web.Request) -> web.Response:
        form = await request.post()
        data = form["file"].file.read()  # type: ignore[union-attr]  # the bot sends a file
        self.uploads.append(dict(request.query))
        if data.startswith(b"not"):
            return _problem(415, "unsupported_image")
        photo_id = self._add(data)["id"]
        self.owners.setdefault(photo_id, set()).add(request.query["owner"])
        return web.json_response({"id": photo_id}, status=202)

    async def _job(self, request: web.Request) -> web.Response:
        photo = self.photos.get(request.match_info["id"])
        if photo is None:
            return _problem(404, "photo_not_found")
        status = "queued" if self.slow else "finished"
        return web.json_response({"id": photo["id"], "status": status, "photo": photo, "error": None})

    async def _search(self, request: web.Request) -> web.Response:
        words = request.query.get("q", "red tomatoes").split()
        count = next((int(word) for word in words if word.isdigit()), None)
        labels = list(dict.fromkeys(ASKED[word] for word in words if word in ASKED))
        colors = [word for word in words if word in ("red", "blue")]
        suggestions = ["red tomatoes"] if "tomatow" in words else []
        found = list(self.photos.values()) if "tomato" in labels and "blue" not in words else []
        start, size = (
            int(request.query.get("cursor") or 0),
            int(request.query.get("count") or (10 if count is None else count)),
        )
        following = str(start + size) if start + size < len(found) else None
        query: dict[str, Any] = {"count": count, "labels": labels, "colors": colors, "suggestions": suggestions}
        query["says_nothing"] = not (labels or colors or count or "everything" in words)
        page = {"photos": found[start : start + size], "total": len(found), "next": following}
        unknown = [word for word in words if word in ("tomatow", "<b>")]
        return web.json_response(page | {"query": query | {"unknown_words": unknown}})

    async def _similar(self, request: web.Request) -> web.Response:
        found = [photo for photo in self.photos.values() if photo["id"] != request.match_info["id"]]
        found = found[: int(request.query["count"])]
        query: dict[str, Any] = {
            "count": None,
            "labels": [],
            "colors": [],
            "suggestions": [],
            "unknown_words": [],
            "says_nothing": False,
        }
        return web.json_response({"photos": found, "total": len(found), "next": None, "query": query})

    async def _photo(self, request: web.Request) -> web.Response:
        photo = self.photos.get(request.match_info["id"])
        return web.json_response(photo) if photo else _problem(404, "photo_not_found")

    async def _correct(self, request: web.Request) -> web.Response:
        photo, label = self.photos[request.match_info["id"]], (await request.json())["label"]
        self.corrections.append((photo["id"], label))
        photo |= {"label": label, "label_source": "person"}
        return web.json_response(photo)

    async def _delete(self, request: web.Request) -> web.Response:
        photo_id, owner = request.match_info["id"], request.query["owner"]
        if photo_id not in self.photos:
            return _problem(404, "photo_not_found")
        if owner not in self.owners[photo_id]:
            return _problem(404, "owner_not_found")
        self._take_back(photo_id, owner)
        return web.Response(status=204)

    async def _forget(self, request: web.Request) -> web.Response:
        owner = request.query["owner"]
        own = [photo_id for photo_id, owners in self.owners.items() if owner in owners]
        for photo_id in own:
            self._take_back(photo_id, owner)
        return web.json_response({"deleted": len(own)})

    def _take_back(self, photo_id: str, owner: str) -> None:
        self.owners[photo_id].discard(owner)
        if not self.owners[photo_id]:
            self.photos.pop(photo_id, None)

    async def _picture(self, _request: web.Request) -> web.Response:
        if self.pictures_away:
            return _problem(503, "store_unavailable")
        return web.Response(body=self.picture, content_type="image/png")

    async def _added(self, request: web.Request) -> web.Response:
        form = await request.post()
        same = form["before"].file.read() == form["after"].file.read()  # type: ignore[union-attr]  # both are files
        if same:
            return _problem(422, "same_frame")
        mask = "data:image/png;base64," + base64.b64encode(draw("PNG", "white")).decode()
        seen = {"label": self.label, "score": 0.97, "known": self.known, "mask": mask}
        colors = {"basic": {"name": "red", "hex": "#FF0000"}}
        return web.json_response({"changed": True, "kind": self.kind_of_change, "colors": colors} | seen)

    async def _domains(self, _request: web.Request) -> web.Response:
        others = tuple(f"kind_{number}" for number in range(self.more_kinds))
        domains = [("vegetables", VEGETABLES + others, "Овощи"), ("dogs", DOGS, self.dogs)]
        return web.json_response(
            {
                "domains": [
                    {
                        "name": name,
                        "titles": {"en": name.capitalize(), "ru": title},
                        "examples": EXAMPLES if name == "vegetables" else {},
                        "labels": [_label(slug) for slug in slugs],
                        "model": {"version": "1"},
                    }
                    for name, slugs, title in domains
                ]
            }
        )

    async def _palettes(self, _request: web.Request) -> web.Response:
        red = {"name": "red", "hex": "#FF0000", "names": {"en": "red", "ru": "красный"}}
        blue = {"name": "blue", "hex": "#0000FF", "names": {"en": "blue", "ru": "синий"}}
        return web.json_response({"palettes": [{"name": "basic", "colors": [red, blue]}]})

    async def _stats(self, _request: web.Request) -> web.Response:
        return web.json_response({"total": len(self.photos), "statuses": {}, "labels": {"tomato": len(self.photos)}})


def draw(form: str, color: str, *, size: tuple[int, int] = (64, 64)) -> bytes:
    """A picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, form)
    return buffer.getvalue()


def _label(slug: str) -> dict[str, Any]:
    names = {"en": slug.replace("_", " "), "ru": RUSSIAN.get(slug, slug)}
    return {"slug": slug, "names": names, "forms": FORMS.get(slug, {})}


def _problem(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    problem = {"code": code, "detail": code}
    return web.json_response(problem, status=status, headers=headers, content_type="application/problem+json")
