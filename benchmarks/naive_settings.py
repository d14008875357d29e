"""The platform's settings with the naive peer mounted beside it."""

from command_center.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.naive_ingest"
DEBUG = False
DATABASES["default"]["TEST"] = {"NAME": f"bench_{DATABASES['default']['NAME']}"}  # noqa: F405
