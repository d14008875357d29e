# One image for every process of the platform; the command decides which one it is.
FROM node:20-bookworm-slim AS front-end
WORKDIR /front-end
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends gdal-bin libgeos-c1v5 gettext \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 anlan
WORKDIR /srv/anlan
COPY requirements/runtime.txt requirements/runtime.txt
RUN pip install --no-deps --only-binary :all: --require-hashes --requirement requirements/runtime.txt
COPY . .
COPY --from=front-end /front-end/node_modules node_modules
# Settings of nowhere, for the two steps that need Django but neither a database nor a secret.
RUN for catalogue in grid/frame/locale/*/LC_MESSAGES/django.po; do \
        msgfmt --check-format -o "${catalogue%.po}.mo" "$catalogue"; done \
    && SECRET_KEY=only-while-the-image-is-built-0123456789-abcdefghijklmnopqrstuvwxyz \
       FIELD_KEYS=only-while-the-image-is-built-0123456789 \
       DATABASE_URL=postgres://build@127.0.0.1:1/build REDIS_URL=redis://127.0.0.1:1 \
       python manage.py collectstatic --no-input -v0 \
    && mkdir -p var/import && chown -R anlan var
USER anlan
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["uvicorn", "command_center.asgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--loop", "uvloop", "--http", "grid.rest.intake:Intake", "--ws", "grid.ledger.wire:FramedSocket", \
     "--ws-max-size", "65536", "--ws-per-message-deflate", "false", "--no-server-header", "--no-access-log", "--log-level", "warning"]
