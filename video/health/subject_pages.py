"""Where exclusions and samples can be read, and what is owed to them."""

from grid.ledger.subject_pages import register
from video.health.models import Exclusion, Sample

register("exclusion", "exclusion_detail", Exclusion.objects.visible_to, key="number")
register("sample", "sample_detail", Sample.objects.visible_to, key="number")
