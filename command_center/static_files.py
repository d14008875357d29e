"""Static files in production: compressed, and named by content, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """An upgraded page never meets a module of the version before."""

    support_js_module_import_aggregation = True
