"""Nobody sees another's answer before the reveal: every way in that we could think of."""

from __future__ import annotations

import os
import stat

import psycopg
import pytest

from svtrain.core.problems import CannotDo
from svtrain.room import Seat
from svtrain.room.address import digest

SECRET = "the-secret-reason-7193"
on_sqlite = pytest.mark.parametrize("ground", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("ground", ["postgresql"], indirect=True)
ANSWER = {"low": 71.93, "likely": 71.94, "high": 71.95, "reason": SECRET}


def all_that(seat: Seat) -> str:
    """Everything that a seat gives, in one text."""
    said = []
    for look in (seat.place, seat.last, seat.since, seat.mine, seat.activities, lambda: seat.mine(kind="parked"),
                 *(lambda n=n: seat.shared("a", n) for n in (None, 1, 2, 3, 99, -1)), lambda: seat.movement("a"), lambda: seat.movement("a", 2, 2)):
        try:
            said.append(repr(look()))
        except CannotDo as error:
            said.append(str(error))
    return "\n".join(said)


def sees(seat: Seat) -> bool:
    said = all_that(seat)
    return SECRET in said or "71.94" in said


@pytest.fixture
def watched(ground, facilitator):
    """Six people, one of whom has a secret; and all others who might look."""
    people = [ground.seat(f"person-{number}", team="North") for number in range(6)]
    other = ground.store.new(f"{ground.room} other")
    lookers = {
        "facilitator": facilitator, "participant": people[1], "team mate": ground.seat("late", team="North"), "projector": ground.seat("p", "projector"),
        "another room": ground.seat("person-0", room=other), "its facilitator": ground.seat("f", "facilitator", room=other),
        "a hash as token": ground.sit(digest("x")), "no token": ground.sit(""),
    }
    return people, lookers


def test_at_every_stage(ground, facilitator, watched):
    people, lookers = watched

    def who_sees() -> set[str]:
        assert sees(people[0]), "one's own answer stays one's own"
        return {name for name, seat in lookers.items() if sees(seat)}

    facilitator.open("a")
    people[0].answer("a", ANSWER)
    assert who_sees() == set()
    for person in people[1:]:
        person.answer("a", {"likely": 1})
    assert who_sees() == set()
    facilitator.close_answers("a")
    assert who_sees() == set()
    facilitator.open("b")
    for person in people:
        person.answer("b", {"likely": 2})
    facilitator.reveal("b")
    assert who_sees() == set(), "another activity's reveal shows nothing of this one"
    with pytest.raises(CannotDo):
        facilitator.second_round("a")
    assert who_sees() == set()
    facilitator.open("a")
    people[0].answer("a", {"likely": 3})
    facilitator.reveal("a")
    assert who_sees() == set(), "what was put right before the reveal is never shown"
    facilitator.second_round("a")
    people[0].answer("a", ANSWER)
    for person in people[1:]:
        person.answer("a", {"likely": 1})
    assert who_sees() == set(), "the first round's reveal shows nothing of the second"
    ground.token("leaves")
    ground.store.erase_person(ground.room, "leaves")
    assert who_sees() == set() and ground.rows(f"SELECT 1 FROM svtrain_shared WHERE room = '{ground.room}' AND round = 2") == [], "what is worked out afresh is not more"
    facilitator.reveal("a")
    assert who_sees() == set(lookers) - {"another room", "its facilitator", "a hash as token", "no token"}


def test_a_small_room_is_not_shown_even_after_the_reveal(ground, facilitator, watched):
    people, lookers = watched
    facilitator.open("a")
    people[0].answer("a", ANSWER)
    for person in people[1:4]:
        person.answer("a", {"likely": 1})
    facilitator.reveal("a")
    assert not any(sees(seat) for seat in lookers.values())
    shared = facilitator.shared("a")
    assert (shared.answered, shared.answers) == (4, ()) and "Fewer than 5 people" in shared.why_not


def test_the_reveal_tells_neither_who_nor_when(ground, facilitator, watched):
    people, lookers = watched
    facilitator.open("a")
    for number, person in enumerate(people):
        person.answer("a", {"likely": number})
    facilitator.reveal("a")
    for seat in lookers.values():
        said = all_of_shared(seat)
        assert "person-" not in said and "at=" not in said
    orders = set()
    for name in "cdefgh":
        facilitator.open(name)
        for number, person in enumerate(people):
            person.answer(name, {"likely": number})
        facilitator.reveal(name)
        orders.add(tuple(answer.payload["likely"] for answer in facilitator.shared(name).answers))
    assert len(orders) > 1, "the order says nothing about who answered first"


def all_of_shared(seat: Seat) -> str:
    try:
        return repr(seat.shared("a"))
    except CannotDo:
        return ""


def test_a_participant_cannot_reveal(ground, facilitator, watched):
    people, lookers = watched
    facilitator.open("a")
    people[0].answer("a", ANSWER)
    for name, seat in lookers.items():
        if name != "facilitator":
            with pytest.raises(CannotDo):
                seat.reveal("a")
            with pytest.raises((CannotDo, ValueError)):
                seat.add("revealed", "a", {})
    assert not any(sees(seat) for seat in lookers.values())


def test_the_store_keeps_no_token(ground):
    token = ground.token("somebody")
    marks = [row.mark for row in ground.rows("SELECT mark FROM svtrain_seats")]
    assert digest(token) in marks and token not in marks
    for mark in marks[-3:]:
        with pytest.raises(CannotDo):
            ground.sit(mark).place()


@on_sqlite
def test_a_sqlite_file_is_its_owners_only(ground, facilitator):
    facilitator.open("a")
    folder = os.path.dirname(ground.owner)
    found = {name: stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode) for name in os.listdir(folder)}
    assert set(found.values()) == {0o600} and any(name.endswith("-wal") for name in found)
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700


# On PostgreSQL, a participant's program may send any SQL that it likes.

ATTEMPTS = [
    "SELECT * FROM svtrain_events", "SELECT * FROM svtrain_shared", "SELECT * FROM svtrain_seats", "SELECT * FROM svtrain_rooms", "SELECT * FROM svtrain_store",
    "TABLE svtrain_events", "COPY svtrain_events TO STDOUT", "SELECT payload FROM svtrain_events WHERE person = 'person-0'",
    "SELECT count(*) FROM svtrain_events WHERE payload LIKE '%secret%'", "LOCK TABLE svtrain_events", "SELECT * FROM svtrain_rooms FOR UPDATE",
    "UPDATE svtrain_events SET kind = 'page', role = 'facilitator'", "DELETE FROM svtrain_events",
    "INSERT INTO svtrain_events SELECT room, 999, '', '', 'facilitator', 'revealed', 'a', 1, '{}', 'k', 0 FROM svtrain_here",
    "INSERT INTO svtrain_seats SELECT svtrain_hash('mine'), room, 'x', '', 'facilitator', 9e9 FROM svtrain_here",
    "UPDATE svtrain_seats SET role = 'facilitator'", "UPDATE svtrain_here SET role = 'facilitator'", "DELETE FROM svtrain_seen", "UPDATE svtrain_seen SET mine = 1",
    "CREATE OR REPLACE VIEW svtrain_seen AS SELECT 1", "CREATE FUNCTION svtrain_hash(varchar) RETURNS text LANGUAGE sql AS 'SELECT $1::text'",
    "CREATE OR REPLACE FUNCTION svtrain_now() RETURNS double precision LANGUAGE sql AS 'SELECT 0::double precision'",
    "CREATE TRIGGER t BEFORE INSERT ON svtrain_events FOR EACH ROW EXECUTE FUNCTION svtrain_guard()", "ALTER TABLE svtrain_events DISABLE TRIGGER ALL",
    "GRANT SELECT ON svtrain_events TO PUBLIC", "SET SESSION AUTHORIZATION postgres", "SET ROLE postgres", "SET session_replication_role = replica",
    "CREATE TABLE public.mine (a int)", "SELECT pg_read_file('PG_VERSION')", "COPY (SELECT 1) TO PROGRAM 'id'", "CREATE EXTENSION dblink",
    "SELECT * FROM svtrain_record('revealed', 'a', '{}', 'k1', '', '', 0)", "SELECT * FROM svtrain_record('answer', 'a', '{}', 'k2', 'person-0', '', 0)",
    "SELECT * FROM svtrain_record('answer', 'a', '{}', 'k3', 'paper-1', '', 0)", "SELECT * FROM svtrain_record('second_round', 'a', '{}', 'k4', '', '', 0)",
    "SELECT * FROM svtrain_record('answer', 'a', '[1]', 'k5', '', '', 0)", "SELECT * FROM svtrain_record('answer', 'a', 'no json', 'k6', '', '', 0)",
    "SELECT * FROM svtrain_record('parked', 'a', '{\"a\":\"' || repeat('x', 30000) || '\"}', 'k7', '', '', 0)",
    "SELECT * FROM svtrain_here", "SELECT * FROM svtrain_seen", "SELECT * FROM svtrain_answered", "SELECT * FROM svtrain_revealed",
    "SELECT query FROM pg_stat_activity", "SELECT * FROM pg_stats WHERE tablename LIKE 'svtrain%'", "SELECT prosrc FROM pg_proc WHERE proname = 'svtrain_record'",
    "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM svtrain_seen",
    """DO $$ DECLARE r record; BEGIN CREATE TEMP TABLE svtrain_seats AS SELECT svtrain_hash('forged') AS mark, room, person, team, 'facilitator' AS role,
       9e9::float8 AS until FROM svtrain_here; SET search_path = pg_temp, public; PERFORM set_config('svtrain.seat', 'forged', false);
       FOR r IN SELECT * FROM public.svtrain_record('revealed', 'a', '{}', 'k8', '', '', 0) LOOP RAISE NOTICE 'decided %', r; END LOOP; END $$""",
    """DO $$ BEGIN CREATE FUNCTION pg_temp.peek(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS
       'BEGIN RAISE NOTICE ''peeked %'', $1; RETURN true; END'; PERFORM * FROM svtrain_seen WHERE pg_temp.peek(payload); END $$""",
    "SELECT set_config('svtrain.erasing', room, false) FROM svtrain_here; DELETE FROM svtrain_events",
]


@on_postgresql
def test_a_program_with_the_peoples_role_gets_no_further(ground, facilitator, watched):
    people, _ = watched
    facilitator.open("a")
    people[0].answer("a", ANSWER)
    told, tokens = [], {role: ground.token(f"hostile-{role}", role) for role in ("participant", "projector")}
    before = ground.rows("SELECT * FROM svtrain_events ORDER BY room, n"), ground.rows("SELECT * FROM svtrain_seats ORDER BY mark")
    for role, token in tokens.items():
        with psycopg.connect(ground.people, autocommit=True) as connection:
            connection.add_notice_handler(lambda notice: told.append(notice.message_primary))
            for sql in ATTEMPTS:
                connection.execute("RESET ALL")
                connection.execute("SELECT set_config('svtrain.seat', %s, false)", [token])
                try:
                    cursor = connection.execute(sql)
                    told += map(repr, cursor.fetchall()) if cursor.description else []
                except psycopg.Error as error:
                    told.append(str(error))
                    connection.rollback()
    said = "\n".join(told)
    assert SECRET not in said and "71.94" not in said
    assert "not-yours" in said and said.count("permission denied") > 20, "the attempts were really made"
    assert "peeked {}" in said, "the reader's own function ran, on what the reader may see"
    after = ground.rows("SELECT * FROM svtrain_events ORDER BY room, n"), ground.rows("SELECT * FROM svtrain_seats ORDER BY mark")
    assert after == before
    assert not sees(facilitator) and facilitator.activities()["a"].state == "opened"


@on_postgresql
def test_after_the_reveal_the_peoples_role_sees_no_names(ground, facilitator, watched):
    people, _ = watched
    facilitator.open("a")
    for person in people:
        person.answer("a", {"likely": 1})
    facilitator.reveal("a")
    with psycopg.connect(ground.people, autocommit=True) as connection:
        connection.execute("SELECT set_config('svtrain.seat', %s, false)", [ground.token("somebody")])
        columns = {}
        for view in ("svtrain_here", "svtrain_seen", "svtrain_answered", "svtrain_revealed"):
            cursor = connection.execute(f"SELECT * FROM {view}")
            columns[view] = {column.name for column in cursor.description}
            assert "person-" not in repr(cursor.fetchall())
    assert columns["svtrain_revealed"] == {"item", "round", "voice", "team", "payload"}


@on_sqlite
def test_sqlite_has_no_roles(ground):
    with pytest.raises(CannotDo, match="no roles"):
        ground.store.allow("somebody")


@on_postgresql
@pytest.mark.parametrize("role, said", [("the owner", "owner"), ("no_such_role_at_all", "does not exist"), ('x"; DROP TABLE svtrain_events', "letters")])
def test_only_a_harmless_role_is_let_in(ground, role, said):
    if said == "owner":
        role = ground.rows("SELECT current_user AS me")[0].me
    with pytest.raises(CannotDo, match=said):
        ground.store.allow(role)


@on_postgresql
def test_a_role_that_was_not_let_in_may_do_nothing(ground):
    doors = ("svtrain_record(text, text, text, text, text, text, integer)", "svtrain_forget()")
    views = ("svtrain_here", "svtrain_seen", "svtrain_answered", "svtrain_revealed", "svtrain_events", "svtrain_shared", "svtrain_seats", "svtrain_rooms")
    for asked in [*(f"has_function_privilege('public', '{door}', 'EXECUTE')" for door in doors), *(f"has_table_privilege('public', '{view}', 'SELECT')" for view in views)]:
        assert ground.rows(f"SELECT {asked} AS may")[0].may is False, asked


@on_postgresql
def test_a_role_that_may_make_functions_is_not_let_in(ground):
    role = ground.people.split("//")[1].split(":")[0]
    with psycopg.connect(ground.owner, autocommit=True) as connection:
        connection.execute(f"GRANT CREATE ON SCHEMA public TO {role}")
        try:
            with pytest.raises(CannotDo, match="get round the rules"):
                ground.store.allow(role)
        finally:
            connection.execute(f"REVOKE CREATE ON SCHEMA public FROM {role}")
