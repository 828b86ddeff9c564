"""Makes a store: tables, the views and functions that are the only way in for people, and the guard that keeps it append-only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, inspect, select, text

from svtrain.core.problems import CannotDo, Problem
from svtrain.room.address import Line
from svtrain.room.rules import DECIDE, FORGET, FORGET_NOTE, NEXT, PUBLISH, RECORD, REVEALED, VIEWS, as_argument
from svtrain.room.tables import metadata, store

VERSION = 2  # 2: the store refuses a participant what conducts the room; views and doors are made anew, tables are as they were
LOCK = 7_210_417  # any number, the same for all who might make the store at the same moment

SQLITE_GUARDS = (
    """CREATE TRIGGER svtrain_events_stay BEFORE UPDATE ON svtrain_events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER svtrain_events_last BEFORE DELETE ON svtrain_events WHEN OLD.room <> svtrain_erasing()
    BEGIN SELECT RAISE(ABORT, 'events are only erased on request'); END""",
)

# Names are spelled in full so that nobody's search path can put another function in their place.
POSTGRESQL_WORDS = (
    """CREATE OR REPLACE FUNCTION svtrain_hash(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
    $$ SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(words, 'UTF8')), 'hex') $$""",
    """CREATE OR REPLACE FUNCTION svtrain_now() RETURNS double precision LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) $$""",
    """CREATE OR REPLACE FUNCTION svtrain_token() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT coalesce(pg_catalog.current_setting('svtrain.seat', true), '') $$""",
    """CREATE OR REPLACE FUNCTION svtrain_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND OLD.room = pg_catalog.current_setting('svtrain.erasing', true) THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'events are never changed, and only erased on request';
    END $$""",
)
POSTGRESQL_GUARDS = (
    """CREATE TRIGGER svtrain_events_stay BEFORE UPDATE OR DELETE ON svtrain_events
    FOR EACH ROW EXECUTE FUNCTION svtrain_guard()""",
)

_MY_ROOM = "SELECT s.room FROM svtrain_seats s WHERE s.mark = svtrain_hash(svtrain_token()) AND s.until > svtrain_now()"


def _postgresql_doors(schema: str) -> tuple[str, ...]:
    """What people's processes may call: they run with the owner's rights, and look up the seat themselves."""
    door = f"LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp SET plan_cache_mode = force_generic_plan"
    record = as_argument(RECORD, "room", "n", "person", "team", "role", "round")
    publish = ";\n    ".join(as_argument(sql, "room") for sql in PUBLISH)
    everything = ";\n  ".join(as_argument(sql, "room", "item") for sql in PUBLISH)
    return (
        f"""CREATE OR REPLACE FUNCTION svtrain_record(p_kind text, p_item text, p_payload text, p_key text, p_person text, p_team text,
  p_round integer) RETURNS TABLE (decided text, known bigint, round integer) {door} AS $$
#variable_conflict use_column
DECLARE d record; v_room text; v_n bigint; v_person text; v_team text; v_role text; v_round integer;
BEGIN
  IF pg_catalog.json_typeof(p_payload::json) <> 'object' THEN RAISE EXCEPTION 'the payload is not an object'; END IF;
  PERFORM 1 FROM svtrain_rooms r WHERE r.room = ({_MY_ROOM}) FOR NO KEY UPDATE;
  SELECT * INTO d FROM ({as_argument(DECIDE)}) AS q;
  IF NOT FOUND THEN RETURN; END IF;
  v_room := d.room; v_n := d.known; v_person := d.person; v_team := d.team; v_role := d.role; v_round := d.round;
  IF d.decided = 'go' THEN
    {as_argument(NEXT, "room")} INTO v_n;
    {record};
    IF p_kind = '{REVEALED}' THEN
    {publish};
    END IF;
  END IF;
  RETURN QUERY SELECT d.decided::text, v_n, v_round;
END $$""",
        f"""CREATE OR REPLACE FUNCTION svtrain_forget() RETURNS bigint {door} AS $$
DECLARE v_room text; v_person text; v_item text := ''; v_n bigint; v_count bigint;
BEGIN
  SELECT s.room, s.person INTO v_room, v_person FROM svtrain_seats s
    WHERE s.role = 'participant' AND s.mark = svtrain_hash(svtrain_token()) AND s.until > svtrain_now();
  IF NOT FOUND THEN RETURN -1; END IF;
  PERFORM pg_catalog.set_config('svtrain.erasing', v_room, true);
  {as_argument(NEXT, "room")} INTO v_n;
  {as_argument(FORGET[0], "room", "person")};
  GET DIAGNOSTICS v_count = ROW_COUNT;
  {as_argument(FORGET[1], "room", "person")};
  {everything};
  {as_argument(FORGET_NOTE, "room")};
  RETURN v_count;
END $$""",
        "REVOKE ALL ON FUNCTION svtrain_record(text, text, text, text, text, text, integer), svtrain_forget() FROM PUBLIC",
    )


def install(line: Line) -> None:
    """Make what is not there yet, or bring an older store up to date; several servers may do so at the same moment.

    Raises
    ------
    CannotDo
        When the store was made by a newer version of this program.
    """
    with line.writing() as connection:
        if line.postgresql:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        there = inspect(connection).has_table(store.name)
        if there and check(connection):
            return
        if not there:
            metadata.create_all(connection)
        for sql in _sql(line, connection, there):
            connection.exec_driver_sql(sql.replace("%", "%%") if line.postgresql else sql)
        connection.execute(delete(store))
        connection.execute(insert(store).values(version=VERSION))


def _sql(line: Line, connection: Connection, there: bool) -> Iterator[str]:
    """Everything beside the tables, in order; the guards stay as they are where there is a store already."""
    if line.postgresql:
        schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        # A view with a barrier: no filter of a reader's own runs before ours.
        yield from (*POSTGRESQL_WORDS, *(() if there else POSTGRESQL_GUARDS))
        yield from (f"CREATE OR REPLACE VIEW {name} WITH (security_barrier) AS {sql}" for name, sql in VIEWS.items())
        yield from _postgresql_doors(schema)
        return
    for name, sql in VIEWS.items():
        yield from (f"DROP VIEW IF EXISTS {name}", f"CREATE VIEW {name} AS {sql}")
    yield from () if there else SQLITE_GUARDS


def check(connection: Connection) -> bool:
    """Whether a store is of this version; False for an older one, which `install` brings up to date.

    Raises
    ------
    CannotDo
        When it was made by a newer version.
    """
    version = connection.execute(select(store.c.version)).scalar_one()
    if version > VERSION:
        raise CannotDo(Problem("This room store was made by a newer version of svtrain. Use that version, or a new store."))
    return version == VERSION


def allow(line: Line, role: str) -> None:
    """Let a PostgreSQL role use the doors and nothing else.

    The role is for the processes that work for people. It must exist, own nothing and not be a superuser.

    Raises
    ------
    CannotDo
        When the store is SQLite, or the role's name is not a plain one.
    """
    if not line.postgresql:
        raise CannotDo(Problem("A SQLite store has no roles; only PostgreSQL can hold people's processes to the rules.", "--people-role"))
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,62}", role):
        raise CannotDo(Problem("A role's name holds letters, digits and underscores only.", "--people-role"))
    with line.writing() as connection:
        found = connection.execute(text("""
            SELECT rolsuper, pg_has_role(oid, current_user, 'MEMBER') AS owner, has_schema_privilege(oid, current_schema(), 'CREATE') AS makes
            FROM pg_roles WHERE rolname = :role"""), {"role": role}).one_or_none()
        if found is None or any(found):
            raise CannotDo(Problem(f"The role {role} {_why_not(found)}.", "--people-role"))
        schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar_one()
        for sql in (
            f'GRANT USAGE ON SCHEMA {schema} TO "{role}"',
            f'GRANT SELECT ON {", ".join(VIEWS)} TO "{role}"',
            f'GRANT EXECUTE ON FUNCTION svtrain_record(text, text, text, text, text, text, integer), svtrain_forget() TO "{role}"',
        ):
            connection.exec_driver_sql(sql)


def _why_not(found) -> str:
    if found is None:
        return "does not exist in the database"
    if found.rolsuper or found.owner:
        return "may do all that the owner may, so no rule would hold it"
    return "may make functions beside the store's own, and so get round the rules; take CREATE on the schema from it"
