"""/docs: the API's documentation as a page; all that it needs comes from here."""

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(prefix="/docs", include_in_schema=False)

# no script within the page itself, so that the policy of all others is kept
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>greengrocer: the API</title>
<link rel="icon" href="docs/swagger/favicon.png">
<link rel="stylesheet" href="docs/swagger/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/swagger/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""


@router.get("")
def read_docs() -> HTMLResponse:
    """The page."""
    return HTMLResponse(PAGE)


@router.get("/start.js")
def start_docs() -> Response:
    """The script that starts it."""
    return Response(START, media_type="text/javascript")


def mount_swagger(app: FastAPI) -> None:
    """Serve Swagger UI as it lies in the package that carries it."""
    app.mount("/docs/swagger", StaticFiles(packages=[("fastapi_offline", "static")]), name="swagger")
