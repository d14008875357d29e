"""Health: what a load balancer or a supervisor asks before it trusts this process."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from grid.rights import Right, requires

REDIS_PATIENCE_S = 0.5


@requires(Right.PUBLIC)
@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked, so that a dead database restarts nobody."""
    return JsonResponse({"status": "alive"})


@requires(Right.PUBLIC)
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the platform can serve, 503 when not; a dead Redis only slows it ("degraded")."""
    try:
        waiting = _migrations_waiting()
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "unreachable"}, status=503)
    if waiting:
        return JsonResponse({"status": "down", "migrations_waiting": waiting}, status=503)
    redis = "ok" if _redis_answers() else "unreachable"
    status = "ready" if redis == "ok" else "degraded"
    return JsonResponse({"status": status, "redis": redis, "server_time": timezone.now()})


def _migrations_waiting() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _redis_answers() -> bool:
    patience = {
        "socket_timeout": REDIS_PATIENCE_S,
        "socket_connect_timeout": REDIS_PATIENCE_S,
        "retry": None,
    }
    try:
        with Redis.from_url(settings.REDIS_URL, **patience) as redis:
            return bool(redis.ping())
    except RedisError:
        return False
