FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

RUN useradd --system --uid 10001 --create-home --shell /usr/sbin/nologin hope
WORKDIR /app

# The program that writes braille, with the tables that messages/formats/braille.py names.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends liblouis-bin=3.24.* liblouis-data=3.24.* \
    && rm -rf /var/lib/apt/lists/*

# The packages change less often than the code: they get a layer of their own.
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .
# Only var/ can be written at run time. The key is needed to start Django and thrown away with this step.
RUN install --directory --owner=hope --group=hope var var/media \
    && for part in public staff; do pybabel compile --domain django --directory locale/$part || exit 1; done
USER 10001
RUN SECRET_KEY=thrown-away DATABASE_URL=sqlite://:memory: python manage.py collectstatic --noinput

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/', timeout=4)"]
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "32"]
