# The image of the bot, which speaks HTTP only: no models, no catalogue, no pip, no root. Built from the repository's root.
ARG DEBIAN=debian:bookworm-20251020-slim

FROM ${DEBIAN} AS build
# The archive of Debian's stable release only mends; the base image pins the release.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3-venv \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/docker/bot.txt /locks/
RUN python3 -m venv /tools \
 && python3 -m venv --without-pip /venv \
 && /tools/bin/pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes -r /locks/bot.txt
COPY deploy/docker/slim.sh /tools/bin/
RUN /tools/bin/slim.sh /venv
COPY bot /app/bot
# Importing writes the byte code of all that the bot imports.
RUN PYTHONPATH=/app /venv/bin/python -c "import bot.__main__"

FROM ${DEBIAN}
LABEL org.opencontainers.image.title="greengrocer-bot" \
      org.opencontainers.image.description="Knows vegetables by photo: the Telegram bot" \
      org.opencontainers.image.licenses="Apache-2.0"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --no-create-home greengrocer
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /app
EXPOSE 8080 9100
ENTRYPOINT ["python", "-m", "bot"]
