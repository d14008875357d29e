"""Logging: one JSON object a line, with the request's id and path, and nothing about persons.

Query strings are never logged: a search may hold a caller's number.
"""

from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class RequestLog(RequestMiddleware):
    """One line a request: id, officer's key, address, verb and path; no query, no body."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(ip=request.META.get("REMOTE_ADDR"))

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def configure(*, debug: bool) -> dict[str, Any]:
    """Set up structlog and return Django's LOGGING; readable lines while developing."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    final: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if debug:
        # Plain: the pretty ones print local variables, and those may be a caller's.
        plain = structlog.dev.plain_traceback
        final.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    else:
        final += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": final,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO" if not debug else "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Below that it tells what was in a page, and a party may be.
            "django.template": {"level": "INFO"},
            # They tell every step of every paper; what is amiss is a warning.
            "weasyprint": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
        },
    }
