"""What grants open now: one statement for tiles and lists, so that both mean the same cameras."""

from typing import Final

# Cameras opened to %(path)s on the local day %(today)s; `GrantQuerySet.in_force` says it in ORM.
OPENED: Final = """
    SELECT line.camera_id
      FROM cameragrants_grantedcamera line
      JOIN cameragrants_cameragrant opening ON opening.id = line.grant_id
      JOIN organisation_agency grantee ON grantee.id = opening.grantee_id
      JOIN organisation_officer holder ON holder.id = opening.holder_id
      JOIN organisation_agency home ON home.id = holder.agency_id
     WHERE opening.state = 'approved'
       AND %(today)s BETWEEN opening.valid_from AND opening.valid_to
       AND starts_with(%(path)s, grantee.path)
       AND holder.is_active AND starts_with(home.path, grantee.path)
       AND EXISTS (
           SELECT FROM cameragrants_trainingrecord training
            WHERE training.officer_id = holder.id AND training.withdrawn_at IS NULL
              AND %(today)s BETWEEN training.passed_on AND training.valid_to)
"""
