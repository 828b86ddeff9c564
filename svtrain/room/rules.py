"""The rules of a room, as SQL that SQLite and PostgreSQL both run. They hold whoever asks, and in the same transaction.

``:name`` stands for a value; in PostgreSQL's functions it becomes the argument ``p_name``.
"""

from __future__ import annotations

import re

from svtrain.core.small_groups import SMALLEST

OPENED, CLOSED, REVEALED, SECOND_ROUND = "opened", "closed", "revealed", "second_round"
STATES = (OPENED, CLOSED, REVEALED, SECOND_ROUND)
ANSWER, NOTE, FORGOTTEN, PARKED = "answer", "note", "forgotten", "parked"
ROOM = "room"  # the item of what concerns the whole room
PARTICIPANT, FACILITATOR = "participant", "facilitator"
PROJECTOR = "projector"  # it shows what is shared, and records nothing
ROLES = (FACILITATOR, PARTICIPANT, PROJECTOR)
PAPER = "paper-"  # a person whose answers on paper a facilitator types in

_STATES = ", ".join(f"'{kind}'" for kind in STATES)
_MY_SEAT = "s.mark = svtrain_hash(svtrain_token()) AND s.until > svtrain_now()"

# May this be recorded? One row: what was decided, and everything that the record needs. No row: no valid seat.
# A participant records answers and questions for later, and nothing that conducts the room: pages believe the rest.
DECIDE = f"""
SELECT s.room AS room,
  CASE WHEN :person = '' THEN s.person ELSE :person END AS person,
  CASE WHEN :person = '' THEN s.team ELSE :team END AS team,
  CASE WHEN :person = '' THEN s.role ELSE '{PARTICIPANT}' END AS role,
  coalesce(k.n, a.n, 0) AS known,
  CASE WHEN k.n IS NOT NULL THEN k.round
    WHEN :kind = '{SECOND_ROUND}' AND a.kind = '{REVEALED}' THEN a.round + 1
    WHEN a.n IS NULL AND :kind = '{OPENED}' THEN 1
    ELSE coalesce(a.round, 0) END AS round,
  CASE
    WHEN :person <> '' AND NOT (s.role = '{FACILITATOR}' AND :kind = '{ANSWER}' AND :person LIKE '{PAPER}%') THEN 'not-yours'
    WHEN k.n IS NOT NULL AND k.kind = :kind AND k.item = :item AND k.payload = :payload THEN 'already'
    WHEN k.n IS NOT NULL THEN 'differs'
    WHEN r.closed > 0 THEN 'room-closed'
    WHEN s.role NOT IN ('{PARTICIPANT}', '{FACILITATOR}') OR :kind = '{FORGOTTEN}' THEN 'not-yours'
    WHEN s.role = '{PARTICIPANT}' AND NOT (:kind = '{ANSWER}' OR (:kind = '{PARKED}' AND :item <> '{ROOM}')) THEN 'not-yours'
    WHEN :kind = '{ANSWER}' THEN CASE
      WHEN s.role = '{FACILITATOR}' AND :person = '' THEN 'not-yours'
      WHEN a.n IS NULL THEN 'not-opened'
      WHEN :round > 0 AND :round <> a.round THEN 'moved-on'
      WHEN a.kind = '{REVEALED}' THEN 'revealed'
      WHEN a.kind = '{CLOSED}' AND :person = '' THEN 'closed'
      ELSE 'go' END
    WHEN :kind IN ({_STATES}) THEN CASE
      WHEN :kind = '{OPENED}' THEN CASE
        WHEN a.n IS NULL OR a.kind = '{CLOSED}' THEN 'go' WHEN a.kind = '{REVEALED}' THEN 'revealed' ELSE 'as-is' END
      WHEN :kind = '{SECOND_ROUND}' THEN CASE
        WHEN a.kind = '{REVEALED}' THEN 'go' WHEN a.kind = '{SECOND_ROUND}' THEN 'as-is' ELSE 'not-revealed' END
      WHEN a.n IS NULL THEN 'not-opened'
      WHEN a.kind = :kind OR a.kind = '{REVEALED}' THEN 'as-is'
      ELSE 'go' END
    ELSE 'go' END AS decided
FROM svtrain_seats s
JOIN svtrain_rooms r ON r.room = s.room
LEFT JOIN svtrain_events a ON a.room = s.room AND a.n = (
  SELECT max(x.n) FROM svtrain_events x WHERE x.room = s.room AND x.item = :item AND x.kind IN ({_STATES}))
LEFT JOIN svtrain_events k ON k.room = s.room AND k.key = :key
  AND k.person = CASE WHEN :person = '' THEN s.person ELSE :person END
WHERE {_MY_SEAT}"""

NEXT = "UPDATE svtrain_rooms SET last = last + 1 WHERE room = :room RETURNING last"

RECORD = """
INSERT INTO svtrain_events (room, n, person, team, role, kind, item, round, payload, key, at)
VALUES (:room, :n, :person, :team, :role, :kind, :item, :round, :payload, :key, svtrain_now())"""

# The anonymous copy of every revealed round of an item (of all items when it is ''). The last answer of each person
# counts. Too few people: nothing. Teams as small_groups.shown_groups has it; the rest stand without a team.
PUBLISH = (
    "DELETE FROM svtrain_shared WHERE room = :room AND (:item = '' OR item = :item)",
    f"""
INSERT INTO svtrain_shared (room, item, round, voice, team, payload)
WITH counted AS (
  SELECT max(e.n) AS n FROM svtrain_events e
  WHERE e.room = :room AND (:item = '' OR e.item = :item) AND e.kind = '{ANSWER}'
    AND EXISTS (SELECT 1 FROM svtrain_events v
      WHERE v.room = e.room AND v.item = e.item AND v.kind = '{REVEALED}' AND v.round = e.round)
  GROUP BY e.item, e.round, e.person),
answers AS (
  SELECT e.item, e.round, e.person, e.team, e.payload FROM svtrain_events e JOIN counted c ON e.n = c.n WHERE e.room = :room),
teams AS (
  SELECT item, round, team, count(*) AS people, CASE WHEN team = '' OR count(*) < {SMALLEST} THEN 0 ELSE 1 END AS large
  FROM answers GROUP BY item, round, team),
wholes AS (
  SELECT item, round, sum(people) AS people, sum(CASE WHEN large = 0 THEN people ELSE 0 END) AS left_over
  FROM teams GROUP BY item, round),
ranked AS (
  SELECT t.item, t.round, t.team, w.left_over,
    row_number() OVER (PARTITION BY t.item, t.round ORDER BY t.people, t.team) AS place
  FROM teams t JOIN wholes w ON w.item = t.item AND w.round = t.round WHERE t.large = 1)
SELECT r.room, a.item, a.round, svtrain_hash(r.salt || '|' || a.item || '|' || a.person), coalesce(k.team, ''), a.payload
FROM answers a
JOIN svtrain_rooms r ON r.room = :room
JOIN wholes w ON w.item = a.item AND w.round = a.round AND w.people >= {SMALLEST}
LEFT JOIN ranked k ON k.item = a.item AND k.round = a.round AND k.team = a.team
  AND (k.left_over = 0 OR k.left_over >= {SMALLEST} OR k.place > 1)""",
)

# One person leaves no trace but a note that somebody was forgotten, so that boards read again.
FORGET = (
    "DELETE FROM svtrain_events WHERE room = :room AND person = :person",
    "DELETE FROM svtrain_seats WHERE room = :room AND person = :person",
)
FORGET_NOTE = f"""
INSERT INTO svtrain_events (room, n, person, team, role, kind, item, round, payload, key, at)
SELECT room, last, '', '', '{FACILITATOR}', '{FORGOTTEN}', '', 0, '{{}}', '{FORGOTTEN}-' || last, svtrain_now()
FROM svtrain_rooms WHERE room = :room"""

VIEWS = {
    # where I sit
    "svtrain_here": f"""
SELECT s.room, r.title, r.last, r.closed, s.person, s.team, s.role, s.until,
  (SELECT count(DISTINCT p.person) FROM svtrain_seats p WHERE p.room = s.room AND p.role = '{PARTICIPANT}' AND p.until > 0) AS people
FROM svtrain_seats s JOIN svtrain_rooms r ON r.room = s.room WHERE {_MY_SEAT}""",
    # my own events, what facilitators tell everyone, and for facilitators what people park, without names; no answers of others
    "svtrain_seen": f"""
SELECT e.n, e.kind, e.item, e.round, e.payload, e.at, CASE WHEN e.person = s.person THEN 1 ELSE 0 END AS mine
FROM svtrain_seats s JOIN svtrain_events e ON e.room = s.room
WHERE {_MY_SEAT} AND (
  e.person = s.person
  OR (e.role = '{FACILITATOR}' AND e.kind NOT IN ('{ANSWER}', '{NOTE}'))
  OR (s.role = '{FACILITATOR}' AND (e.kind = '{PARKED}' OR (e.role = '{FACILITATOR}' AND e.kind <> '{ANSWER}'))))""",
    # how many people have answered; never who
    "svtrain_answered": f"""
SELECT e.item, e.round, count(DISTINCT e.person) AS answered
FROM svtrain_seats s JOIN svtrain_events e ON e.room = s.room AND e.kind = '{ANSWER}'
WHERE {_MY_SEAT} GROUP BY e.item, e.round""",
    # what reveals have published
    "svtrain_revealed": f"""
SELECT h.item, h.round, h.voice, h.team, h.payload
FROM svtrain_seats s JOIN svtrain_shared h ON h.room = s.room WHERE {_MY_SEAT}""",
}


def as_argument(sql: str, *variables: str) -> str:
    """The same SQL inside one of PostgreSQL's functions: ``:name`` is an argument, or a variable of the function.

    Examples
    --------
    >>> as_argument("room = :room AND n = :n", "n")
    'room = p_room AND n = v_n'
    """
    return re.sub(r"(?<!:):([a-z]+)\b", lambda found: ("v_" if found[1] in variables else "p_") + found[1], sql)
