"""Static files in production: compressed, and named by content, ES module imports included."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from re import Match
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of a package that ships many builds of one thing, the one that pages fetch.
ONLY: Final = {"vendor/echarts": frozenset({"echarts.esm.min.js"})}


class VendorFiles(FileSystemFinder):
    """Files of other projects as npm brought them; of some packages only what pages fetch."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        """Path and storage of each file that is published."""
        for path, storage in super().list(ignore_patterns):
            wanted = ONLY.get(storage.prefix)
            if wanted is None or path in wanted:
                yield path, storage


class HashedModules(CompressedManifestStaticFilesStorage):
    """An upgraded page never meets a module of the version before."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Match[str]], str]:
        """Leave others' scripts as they came: some name modules that were never published."""
        if name.endswith(".js") and name.partition("/")[0] not in _own_folders():
            return lambda found: found.group()
        convert: Callable[[Match[str]], str] = super().url_converter(name, hashed_files, template)
        return convert


def _own_folders() -> set[str]:
    """The static folders of our own apps, which are named by their labels."""
    return {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in Path(app.path).parts
    }
