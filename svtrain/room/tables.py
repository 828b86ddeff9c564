"""The tables of a room's store. Everything in them is pseudonymous: a person is the random name that a server gave."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Float, Index, Integer, MetaData, String, Table, Text

LONGEST_PAYLOAD = 20_000  # characters of JSON in one event

metadata = MetaData()

store = Table("svtrain_store", metadata, Column("version", Integer, primary_key=True))

rooms = Table(
    "svtrain_rooms", metadata,
    Column("room", String(60), primary_key=True),
    Column("title", Text, nullable=False),
    Column("salt", String(64), nullable=False),  # makes the names of voices; never shown
    Column("last", BigInteger, nullable=False),  # the number of the newest event: its row is the room's lock
    Column("made", Float, nullable=False),
    Column("closed", Float, nullable=False),  # 0 while the room is in use
)

seats = Table(
    "svtrain_seats", metadata,
    Column("mark", String(64), primary_key=True),  # the hash of the token, so that reading this table lets nobody in
    Column("room", String(60), nullable=False),
    Column("person", String(64), nullable=False),
    Column("team", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("until", Float, nullable=False),
    Index("svtrain_seats_person", "room", "person"),
)

events = Table(
    "svtrain_events", metadata,
    Column("room", String(60), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 ... in each room, in the order of commits
    Column("person", String(64), nullable=False),
    Column("team", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("item", String(80), nullable=False),
    Column("round", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # JSON in ASCII: any text that people type comes back as it was
    Column("key", String(80), nullable=False),
    Column("at", Float, nullable=False),  # seconds since 1970
    CheckConstraint(f"length(payload) <= {LONGEST_PAYLOAD}", name="svtrain_events_payload"),
    CheckConstraint("length(kind) <= 40 AND length(item) <= 80 AND length(key) <= 80 AND length(person) <= 64", name="svtrain_events_words"),
    Index("svtrain_events_once", "room", "person", "key", unique=True),
    Index("svtrain_events_item", "room", "item", "kind", "n"),
)

# What a reveal publishes: a copy of the answers without people and times. Nobody but the owner reads the events of others.
shared = Table(
    "svtrain_shared", metadata,
    Column("room", String(60), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("voice", String(64), primary_key=True),
    Column("team", String(60), nullable=False),
    Column("payload", Text, nullable=False),
)
