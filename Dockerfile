# docker build -t dateline .   and   docker run -p 8000:8000 -v dateline:/data dateline
# The first start builds the graph from the seeds into the volume; docs/operation.md says how to run it in public.
FROM python:3.12-slim AS build
COPY . /source
RUN python -m venv /opt/dateline \
 && /opt/dateline/bin/pip install --no-cache-dir --require-hashes -r /source/requirements.lock \
 && /opt/dateline/bin/pip install --no-cache-dir --no-deps --no-build-isolation /source

FROM python:3.12-slim
COPY --from=build /opt/dateline /opt/dateline
RUN useradd --system --uid 10001 --home-dir /data dateline && install --directory --owner dateline /data
ENV PATH=/opt/dateline/bin:$PATH DATELINE_DATA=/data
USER dateline
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=5m \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=8)"]
CMD ["sh", "-c", "{ [ -e /data/current ] || dateline build; } && exec dateline serve --host 0.0.0.0 --log-requests"]
