# The image of API, worker and migration: no torch, no compiler, no pip, no root. Built from the repository's root.
ARG DEBIAN=debian:bookworm-20251020-slim
ARG NODE=node:22.21.0-bookworm-slim

FROM ${DEBIAN} AS build
# The archive of Debian's stable release only mends; the base image pins the release.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/docker/build.txt deploy/docker/service.txt /locks/
RUN python3 -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --require-hashes -r /locks/build.txt \
 && python3 -m venv --without-pip /venv \
 && /tools/bin/pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes -r /locks/service.txt
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY catalog catalog
COPY inference inference
COPY training training
RUN /tools/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /tools/bin/pip --python /venv/bin/python install --no-cache-dir --no-compile --no-deps /wheels/*.whl
COPY deploy/docker/slim.sh /tools/bin/
RUN /tools/bin/slim.sh /venv
# The one command writes what the page's types are made from, and the byte code of all that serving imports.
COPY models /app/models
RUN INFERENCE_MODELS_DIR=/app/models /venv/bin/greengrocer openapi /openapi.json

FROM ${NODE} AS page
WORKDIR /page
COPY inference/web/package.json inference/web/package-lock.json ./
RUN npm ci --loglevel=error
COPY inference/web ./
COPY --from=build /openapi.json ./
RUN npm run types && npm run build

FROM ${DEBIAN}
LABEL org.opencontainers.image.title="greengrocer" \
      org.opencontainers.image.description="Knows vegetables by photo: API, worker and migration" \
      org.opencontainers.image.licenses="Apache-2.0"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --create-home greengrocer
COPY --from=build /venv /venv
COPY --from=page /page/dist /app/page
COPY models /app/models
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    INFERENCE_HOST=0.0.0.0 \
    INFERENCE_LOG_FORMAT=json \
    INFERENCE_DATA_DIR=/data \
    INFERENCE_MODELS_DIR=/app/models \
    INFERENCE_PAGE_DIR=/app/page
USER 10001:10001
WORKDIR /data
EXPOSE 8000
ENTRYPOINT ["greengrocer"]
CMD ["serve"]
