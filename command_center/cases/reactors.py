"""What the register of cases notices by itself: an import whose worker died."""

from django.utils import timezone

from command_center.cases.importing.services import end_silent
from grid.ledger.reactors import sweep


@sweep("cases.silent_imports", every_s=60)
def end_silent_imports() -> None:
    """End the imports nobody works on any more."""
    end_silent(timezone.now())
