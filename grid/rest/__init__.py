"""REST plumbing every API shares: strict JSON in, problem bodies out, pages of at most 200.

`grid.rest.views` and `grid.rest.schema` are imported by name: Django REST framework reads its
settings, and so this package, while its own `views` module is still being loaded.
"""

from grid.rest.pages import Pages
from grid.rest.parsing import BodyTooLarge, StrictJSONParser
from grid.rest.problems import handle_exception

__all__ = ["BodyTooLarge", "Pages", "StrictJSONParser", "handle_exception"]
