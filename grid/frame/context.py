"""What every page says about itself: its age, its reader's scope and roles, the navigation."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from grid.frame.nav import groups
from grid.organisation.models import Officer
from grid.rights import Right

THEMES = ("dark", "light")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor; `theme` is empty where the page itself decides."""
    user = getattr(request, "user", None)
    rendered_at = timezone.now()
    if not isinstance(user, Officer):
        return {"frame": {"rendered_at": rendered_at, "theme": request.COOKIES.get("theme", "")}}
    roles = ", ".join(str(role.label) for role in sorted(user.roles))
    return {
        "frame": {
            "rendered_at": rendered_at,
            "theme": user.theme if user.theme in THEMES else "",
            "officer": user,
            "scope": user.agency.name,
            "roles": roles,
            "nav": groups(user.rights, request.path),
            "rights": {right.name: True for right in user.rights if isinstance(right, Right)},
        }
    }
