"""The statements that write states, each of them one round trip for any number of cameras.

Both end in the same tail: of the rows in `wanted`, those whose state changes close their open
interval and open the next. `moment` is when the new state began. Whoever runs one of them holds
the lock of `video.register.bulk.SIGNS_LOCK`, so that no two see the same old state.
"""

from typing import Final

# An inferred loss of a platform hides what is silent, never a camera that says it is there.
_STATE: Final = """
    CASE WHEN {row}.platform_state IN ('down', 'parent_down') THEN 'parent_down'
         {aged}
         WHEN {row}.said THEN 'online'
         WHEN {row}.platform_state = 'lost' {lost} THEN 'parent_down'
         ELSE 'offline' END
"""

_TAIL: Final = """,
flips AS MATERIALIZED (
    SELECT * FROM wanted WHERE old IS DISTINCT FROM new
), closed AS (
    UPDATE videohealth_statusspan AS span SET ended_at = f.moment
      FROM flips f WHERE span.camera_id = f.id AND span.ended_at IS NULL
    RETURNING 1
), opened AS (
    -- Counting the closed ones first makes PostgreSQL close before it opens.
    INSERT INTO videohealth_statusspan (camera_id, state, started_at)
    SELECT id, new, moment FROM flips WHERE (SELECT count(*) FROM closed) >= 0
)
"""

_FLIPS: Final = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(id, code, agency_id, platform_id, is_key_target,
                                                 old, new)), '[]') FROM flips)
"""

TAKE: Final = "".join(
    (
        """
WITH given AS (
    -- Two texts, because a driver takes ten times as long to quote 55,000 strings one by one.
    SELECT unnest(string_to_array(%(online)s, ',')) AS gb_id, true AS said
    UNION ALL SELECT unnest(string_to_array(%(offline)s, ',')), false
), named AS MATERIALIZED (
    SELECT c.id, c.code, c.agency_id, c.platform_id, c.is_key_target, g.said, s.state AS old,
           s.since, s.heard_at, p.state AS platform_state, s.camera_id IS NULL AS is_new
      FROM given g
      JOIN video_camera c ON c.gb_id = g.gb_id
      JOIN organisation_agency a ON a.id = c.agency_id AND a.path LIKE %(scope)s
      LEFT JOIN videohealth_camerastatus s ON s.camera_id = c.id
      LEFT JOIN videohealth_platformstatus p ON p.platform_id = c.platform_id
), fresh AS (
    SELECT * FROM named WHERE heard_at IS NULL OR heard_at <= %(at)s
), fell AS (
    SELECT platform_id, count(*) AS n FROM fresh
     WHERE old = 'online' AND NOT said AND platform_id IS NOT NULL
     GROUP BY platform_id HAVING count(*) >= %(least)s
), still AS (
    SELECT c.platform_id, count(*) AS n
      FROM video_camera c JOIN videohealth_camerastatus s ON s.camera_id = c.id
     WHERE c.platform_id IN (SELECT platform_id FROM fell) AND s.state = 'online'
     GROUP BY c.platform_id
), lost AS MATERIALIZED (
    SELECT platform_id FROM fell JOIN still USING (platform_id)
     WHERE fell.n * 100 >= still.n * %(share)s
), wanted AS MATERIALIZED (
    SELECT f.*, greatest(%(at)s, f.since) AS moment,""",
        _STATE.format(row="f", aged="", lost="OR l.platform_id IS NOT NULL"),
        """AS new
      FROM fresh f LEFT JOIN lost l ON l.platform_id = f.platform_id
), touched AS (
    UPDATE videohealth_camerastatus AS s
       SET said = w.said, heard_at = %(at)s, source = %(source)s, state = w.new,
           since = CASE WHEN w.old = w.new THEN s.since ELSE w.moment END
      FROM wanted w WHERE s.camera_id = w.id
), born AS (
    INSERT INTO videohealth_camerastatus (camera_id, said, heard_at, source, state, since)
    SELECT id, said, %(at)s, %(source)s, new, moment FROM wanted WHERE is_new
)""",
        _TAIL,
        """
SELECT (SELECT count(*) FROM named), (SELECT count(*) FROM wanted),
       ARRAY(SELECT platform_id FROM lost),
       ARRAY(SELECT DISTINCT platform_id FROM flips WHERE platform_state = 'lost' AND said),
""",
        _FLIPS,
    )
)

REFRESH: Final = "".join(
    (
        """
WITH limits AS MATERIALIZED (
    SELECT * FROM unnest(%(agencies)s::bigint[], %(sources)s::text[], %(before)s::timestamptz[])
           AS l(agency_id, source, before)
), known AS (
    SELECT c.id, c.code, c.agency_id, c.platform_id, c.is_key_target, s.said, s.state AS old,
           s.since, s.heard_at, l.before, p.state AS platform_state, p.since AS platform_since
      FROM videohealth_camerastatus s
      JOIN video_camera c ON c.id = s.camera_id
      LEFT JOIN limits l ON l.agency_id = c.agency_id AND l.source = s.source
      LEFT JOIN videohealth_platformstatus p ON p.platform_id = c.platform_id
     WHERE %(platforms)s::bigint[] IS NULL OR c.platform_id = ANY(%(platforms)s::bigint[])
), judged AS (
    SELECT k.*,""",
        _STATE.format(
            row="k",
            aged="WHEN k.heard_at IS NULL OR k.heard_at < k.before THEN 'unknown'",
            lost="",
        ),
        """AS new FROM known k
), wanted AS MATERIALIZED (
    SELECT j.*, least(%(at)s, greatest(j.since,
               CASE WHEN new = 'parent_down' THEN platform_since
                    WHEN new = 'unknown' THEN heard_at + (%(at)s - before)
                    ELSE %(at)s END)) AS moment
      FROM judged j WHERE old <> new
), touched AS (
    UPDATE videohealth_camerastatus AS s SET state = w.new, since = w.moment
      FROM wanted w WHERE s.camera_id = w.id
)""",
        _TAIL,
        "SELECT",
        _FLIPS,
    )
)

# A sender who names only changes says of all others of that platform: as before.
STILL_SAID: Final = """
UPDATE videohealth_camerastatus AS s SET heard_at = %(at)s
  FROM video_camera c JOIN organisation_agency a ON a.id = c.agency_id
 WHERE s.camera_id = c.id AND c.platform_id = ANY(%(platforms)s::bigint[])
   AND a.path LIKE %(scope)s AND s.source = %(source)s AND s.heard_at < %(at)s
   AND s.state <> 'unknown'
"""

NOT_NAMED: Final = """
SELECT g.gb_id FROM unnest(%(gb_ids)s::text[]) AS g(gb_id)
 WHERE NOT EXISTS (SELECT FROM video_camera c JOIN organisation_agency a ON a.id = c.agency_id
                    WHERE c.gb_id = g.gb_id AND a.path LIKE %(scope)s)

"""
