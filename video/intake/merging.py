"""Staged cameras of a catalogue beside the register: hung into the tree, nothing overwritten."""

from typing import Final

from django.db import connection
from django.utils.translation import gettext as _

from video.intake.catalog_tree import Tree
from video.intake.findings import Findings
from video.register.bulk import FIELDS, TABLE

_PARENTS: Final = f"SELECT DISTINCT parent_gb_id FROM {TABLE}"  # noqa: S608 our own table
_HUNG: Final = f"""
    WITH way AS (
        SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS w(said, node, holder)
    )
    UPDATE {TABLE} s SET
        link_node_id = (SELECT n.id FROM video_catalognode n
                        WHERE n.platform_id = s.link_platform_id AND n.gb_id = way.node),
        platform_id = COALESCE(
            (SELECT p.id FROM video_platform p WHERE p.gb_id = way.holder), s.link_platform_id)
    FROM way WHERE way.said = COALESCE(s.parent_gb_id, '')
"""  # noqa: S608 as above
_COMPARED: Final = ("name", "address", "civil_code", "model", "manufacturer", "ipv4")


def hang(tree: Tree) -> None:
    """Give each staged camera its node and what it hangs on directly."""
    with connection.cursor() as cursor:
        cursor.execute(_PARENTS)
        said = [parent or "" for (parent,) in cursor.fetchall()]
        nodes = [tree.node_of(parent) for parent in said]
        holders = [tree.holder_of(parent) for parent in said]
        cursor.execute(_HUNG, [said, nodes, holders])


def keep_what_is_said(names: list[str], findings: Findings) -> None:
    """Of known cameras only what their file lacks stays staged; say where the two differ."""
    with connection.cursor() as cursor:
        for name in _COMPARED:
            cursor.execute(
                f"SELECT count(*), (array_agg(s.line ORDER BY s.line))[1:20] FROM {TABLE} s"  # noqa: S608
                f" JOIN video_camera c ON c.id = s.camera_id"
                f' WHERE {_filled(name)} AND s."{name}" <> c."{name}"'
            )
            count, lines = cursor.fetchone()
            if count:
                message = _("The file says otherwise than the catalogue, and stands: %s") % name
                findings.add("differs", message, *lines, count=count)
        pairs = [
            f'"{name}" = CASE WHEN {_filled(name)} THEN NULL ELSE s."{name}" END'
            for name in names
            if name in FIELDS and name not in ("gb_id", "more")
        ]
        pairs += [
            f"{name} = CASE WHEN c.location IS NULL THEN s.{name} END"
            for name in ("lng", "lat", "source_lng", "source_lat", "source_crs", "cell_id")
        ]
        pairs += ["more = CASE WHEN c.more = '{}' THEN s.more END", "initials = NULL"]
        cursor.execute(
            f"UPDATE {TABLE} s SET {', '.join(pairs)} FROM video_camera c WHERE c.id = s.camera_id"  # noqa: S608
        )


def _filled(name: str) -> str:
    """Whether a known camera's field holds something."""
    kind = FIELDS[name].db_type(connection) or ""
    if kind.endswith("[]"):
        return f'cardinality(c."{name}") > 0'
    return f"""(c."{name}" IS NOT NULL AND c."{name}"::text <> '')"""
