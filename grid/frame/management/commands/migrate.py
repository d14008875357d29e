"""`manage.py migrate`, in a fraction of the time on an empty database."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangosCommand
from django.db.migrations.state import ProjectState

_all_related = ProjectState._find_reload_model  # type: ignore[attr-defined]
_rendered_again = ProjectState._append_option  # type: ignore[attr-defined]


def _reloaded(
    state: Any, app_label: str, model_name: str, delay: bool = False
) -> set[tuple[str, str]]:
    """Which models are rendered anew: a new one alone, one that changes with all around it.

    Django renders with a new model all that it is related to, near and far. Here nearly every
    model is related to the agencies, so that each of hundreds would render all before it.
    """
    if model_name not in state.apps.all_models[app_label]:
        return {(app_label, model_name)}
    found: set[tuple[str, str]] = _all_related(state, app_label, model_name, delay)
    return found


def _noted(state: Any, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    """Give a model one more constraint or index without rendering it, and all around it, anew.

    Neither changes a field; the rendered class is told of it in place.
    """
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])


class Command(DjangosCommand):
    """Django's own command; only what it renders of its states is less."""

    def handle(self, *args: Any, **options: Any) -> None:
        ProjectState._find_reload_model = _reloaded  # type: ignore[attr-defined]
        ProjectState._append_option = _noted  # type: ignore[attr-defined]
        try:
            super().handle(*args, **options)
        finally:
            ProjectState._find_reload_model = _all_related  # type: ignore[attr-defined]
            ProjectState._append_option = _rendered_again  # type: ignore[attr-defined]
