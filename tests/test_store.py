"""The database: no lost update, one writing connection, durable commits, aware moments; migrations say what the models say.

On both databases (`BAOCONG_TEST_DATABASE`); what is told of SQLite's file is `sqlite_only`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, Table, bindparam, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import SQLModel

from storage import calendar, errands, migrations, register, search_index
from storage.migrations import HEAD, NewerDatabase, configuration, upgrade, version_of
from storage.store import Store
from storage.tables import Outbox, Person, Report, ReportHistory, Setting, Talk, UnitName, of
from storage.upsert import upsert
from storage.vault import VAULT
from tests.databases import new_address, rows_of, stolen, tables
from tests.standing import KEY

setting, person = of(Setting), of(Person)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=7)))


@pytest.fixture(autouse=True)
def unlocked() -> None:
    VAULT.unlock(KEY)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(new_address(tmp_path, "a.db"))
    yield store
    store.close()


@pytest.fixture
def made(store: Store) -> Store:
    store.create()
    return store


def refuse_a_child_without_its_parent(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as db:
        db.execute(insert(of(UnitName)).values(unit_id=99, name="", search_key=""))


# --- transactions ------------------------------------------------------------------------------------------------------------


def test_eight_threads_that_read_change_and_write_lose_nothing(tmp_path: Path) -> None:
    """SQLAlchemy's own begin would lose most of these, silently."""
    address = new_address(tmp_path, "a.db")
    stores = [Store(address) for _ in range(8)]
    stores[0].create()
    with stores[0].write() as db:
        db.execute(insert(setting).values(name="n", value="0"))

    def count(store: Store) -> None:
        for _ in range(20):
            with store.write() as db:
                value = db.execute(select(setting.c.value)).scalar_one()
                db.execute(update(setting).values(value=str(int(value) + 1)))

    threads = [threading.Thread(target=count, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].read() as db:
        assert db.execute(select(setting.c.value)).scalar_one() == "160"
    for store in stores:
        store.close()


def test_whatever_is_raised_inside_undoes_the_whole_transaction(made: Store) -> None:
    with pytest.raises(KeyError), made.write() as db:
        db.execute(insert(setting).values(name="n", value="1"))
        raise KeyError
    with made.read() as db:
        assert db.execute(select(setting.c.name)).all() == []


def test_a_reader_sees_one_moment_and_never_holds_up_the_writer(made: Store) -> None:
    with made.read() as reader:
        assert reader.execute(select(setting.c.name)).all() == []
        with made.write() as db:
            db.execute(insert(setting).values(name="n", value="1"))
        assert reader.execute(select(setting.c.name)).all() == []
    with made.read() as reader:
        assert reader.execute(select(setting.c.name)).scalar() == "n"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO setting VALUES ('n', '1')",
        "CREATE TABLE more (n INTEGER)",
        pytest.param("PRAGMA user_version = 7", marks=pytest.mark.sqlite_only),
        "DROP TABLE setting",
        pytest.param("PRAGMA wal_checkpoint", marks=pytest.mark.sqlite_only),
    ],
)
def test_what_reads_cannot_write(made: Store, statement: str) -> None:
    """Only one connection writes or checkpoints: SQLite's WAL-reset race cannot begin."""
    before = tables(made)
    with pytest.raises(DBAPIError, match=r"read-?only|disk I/O"), made.read() as db:
        db.exec_driver_sql(statement)
        assert db.exec_driver_sql("PRAGMA user_version").scalar() == 7, "said nothing, and did nothing"
    assert tables(made) == before


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.sqlite_only
def test_every_commit_is_on_the_disk_before_it_is_said(made: Store) -> None:
    """WAL with synchronous=FULL (2): power may fail right after an acknowledgement."""
    with made.write() as db:
        assert {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS} == PRAGMAS
    with made.read() as db:
        assert db.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_no_row_is_without_its_parent(made: Store) -> None:
    refuse_a_child_without_its_parent(made)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("name", ["báo công", "100% thật #1", "what?mode=rw&x", "%41"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    store = Store(folder / "a.db")
    store.create()
    with store.read() as db:
        assert db.execute(select(setting.c.name)).all() == []
    store.close()
    assert {path.name for path in tmp_path.iterdir()} == {name}
    again = Store(folder / "a.db")  # closed cleanly, no journal beside it: it can be read all the same
    with again.read() as db:
        assert db.execute(select(setting.c.name)).all() == []
    again.close()


def test_what_is_put_in_once_says_the_second_time_that_it_was_there(made: Store) -> None:
    once = upsert(setting).on_conflict_do_nothing(index_elements=["name"])
    with made.write() as db:
        each = [db.execute(once, {"name": name, "value": "1"}).rowcount for name in ("a", "a", "b")]
        with_values = db.execute(once.values(name="b", value="1")).rowcount
        asked = [
            errands.ask(db, "x", {}, None, NOW, key="one") for _ in range(2)
        ]  # whose key it has is not its first column
    assert (each, with_values, asked) == ([1, 0, 1], 0, [True, False])


# --- moments --------------------------------------------------------------------------------------------------------------------


def test_moments_go_in_and_come_out_with_their_zone_and_naive_ones_are_refused(made: Store) -> None:
    with made.write() as db:
        db.execute(insert(person).values(name="", author_class="", language="vi", created_at=NOW))
    with made.read() as db:
        found = db.execute(select(person.c.created_at)).scalar_one()
        assert (found, found.tzinfo) == (NOW, UTC)
        assert db.execute(select(person.c.id).where(person.c.created_at <= NOW)).scalar() == 1
        assert db.execute(select(person.c.id).where(person.c.created_at < NOW)).scalar() is None
    with pytest.raises(StatementError), made.write() as db:
        db.execute(insert(person).values(name="", author_class="", language="vi", created_at=NOW.replace(tzinfo=None)))


# --- migrations -----------------------------------------------------------------------------------------------------------


def differences(store: Store) -> list[Any]:
    with store.write() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True, "include_name": search_index.includes})
        found: list[Any] = compare_metadata(context, SQLModel.metadata)
        return found


def test_the_migrations_make_what_the_models_say_and_are_run_once(store: Store, tmp_path: Path) -> None:
    assert (version_of(store), upgrade(store), upgrade(store)) == (None, True, False)
    assert (version_of(store), differences(store)) == (HEAD, [])
    fresh = Store(new_address(tmp_path, "models.db"))
    fresh.create()
    assert tables(store) - tables(fresh) == {"alembic_version"}
    assert tables(fresh) <= tables(store)
    fresh.close()


def test_the_migrations_go_down_to_the_first_and_up_again(store: Store) -> None:
    """And what the program brings along comes again: a calendar without its days would know no Tết (R76)."""
    upgrade(store)
    with store.write() as db:
        assert calendar.load_starter(db, NOW)
    command.downgrade(configuration(store), "0001")
    assert upgrade(store)
    assert (version_of(store), differences(store)) == (HEAD, [])
    with store.write() as db:
        assert calendar.load_starter(db, NOW)


def test_a_database_of_the_first_release_keeps_its_talks(store: Store) -> None:
    """0002 gives each talk columns that must not be empty."""
    command.upgrade(configuration(store), "0001")
    with store.write() as db:
        db.exec_driver_sql(
            "INSERT INTO person (id, name, author_class, language, created_at) VALUES (1, 'An', '', 'vi', '2026-11-22')"
        )
        old_row = text("INSERT INTO talk (person_id, version, session) VALUES (1, 3, :said)")
        db.execute(old_row.bindparams(bindparam("said", {"form": "report"}, of(Talk).c.session.type)))
    assert upgrade(store)
    with store.read() as db:
        columns = of(Talk).c
        row = db.execute(select(columns.version, columns.session, columns.form, columns.touched_at)).one()
    assert tuple(row) == (3, {"form": "report"}, "", None)


def test_reports_under_way_stand_at_their_own_units_desk(store: Store) -> None:
    """0003 gives each report a desk and a clock, and its history as well: an undo looks there (R20)."""
    command.upgrade(configuration(store), "0002")
    at = datetime(2026, 11, 20, 3, tzinfo=UTC)
    rows: dict[str, dict[str, Any]] = {
        "unit": {"code": "a", "type": "cdcs"},
        "movement": {
            "code": "m",
            "version": 1,
            "state": "running",
            "origin": "starter",
            "content": {},
            "loaded_at": at,
        },
        "report": {
            "code": "SK-2026-0001",
            "kind": "initiative",
            "movement_id": 1,
            "unit_id": 7,
            "on_day": at.date(),
        },
        "report_history": {"report_id": 1, "act": "send", "to_state": "sent", "note": "", "at": at},
    }
    rows["report"] |= {"state": "received", "title": "T", "authorship": "self", "search_key": ""}
    rows["report"] |= {"sent_at": at, "changed_at": at}
    with store.write() as db:
        for name, row in rows.items():
            table = Table(
                name, MetaData(), autoload_with=db, resolve_fks=False
            )  # as it was then, not as the models say
            db.execute(insert(table).values(id=7 if name == "unit" else 1, **row))
    assert upgrade(store)
    with store.read() as db:
        columns = of(Report).c
        kept = db.execute(select(columns.desk_unit_id, columns.turn, columns.waits_since, columns.on_site)).one()
        assert tuple(kept) == (7, 0, at, False)
        assert db.execute(select(of(ReportHistory).c.desk_unit_id)).scalars().all() == [7]


FAILING = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("half", sa.Integer()))
    {ending}


def downgrade():
    pass
"""


def next_release(store: Store, place: Path, ending: str) -> Config:
    """The same program with one migration more."""
    shutil.copytree(migrations.HERE, place, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "versions" / "9999_more.py").write_text(FAILING.format(head=HEAD, ending=ending))
    config = configuration(store)
    config.set_main_option("script_location", str(place))
    return config


SCHEMA = {  # every table, index and rule, as each database keeps it
    "sqlite": "SELECT type, name, sql FROM sqlite_master ORDER BY type, name",
    "postgresql": """SELECT table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2, 3""",
}


def content(store: Store) -> dict[str, Any]:
    """The schema and every row."""
    names = sorted(tables(store))
    with store.read() as db:
        schema = db.execute(text(SCHEMA[db.dialect.name])).all()
        return {"": schema, **{name: rows_of(db, name) for name in names}}


@pytest.mark.parametrize(
    "ending",
    [
        "raise RuntimeError",
        "op.execute('nonsense')",
        "op.execute('DELETE FROM unit')",  # leaves rows without their parents
    ],
)
def test_a_failing_migration_leaves_no_trace(store: Store, tmp_path: Path, ending: str) -> None:
    upgrade(store)
    with store.write() as db:
        register.load_starter(db, NOW)
        db.execute(insert(person).values(name="An", author_class="", language="vi", created_at=NOW, unit_id=1))
    before = content(store)
    with pytest.raises((RuntimeError, DBAPIError)):
        command.upgrade(next_release(store, tmp_path / "next", ending), "head")
    assert (content(store), version_of(store)) == (before, HEAD)
    refuse_a_child_without_its_parent(store)
    command.upgrade(next_release(store, tmp_path / "mended", "pass"), "head")
    with store.read() as db:  # the parent table was rebuilt, and nobody lost their rows
        assert db.execute(text("SELECT name, unit_id, half FROM person")).one() == ("An", 1, None)
        assert db.execute(text("SELECT count(*) FROM unit_name")).scalar_one() > 1


UPGRADE = (
    "import sys; from storage.migrations import upgrade; from storage.store import Store; upgrade(Store(sys.argv[1]))"
)


def test_two_processes_that_start_at_the_same_moment_both_find_the_newest_schema(store: Store) -> None:
    """Two machines that are given a new release at once: one does the work, the other waits for it."""
    command_line = [sys.executable, "-c", UPGRADE, str(store.address)]
    both = [subprocess.Popen(command_line) for _ in range(2)]  # noqa: S603 (this program's own code)
    assert [each.wait() for each in both] == [0, 0]
    assert (version_of(store), differences(store), upgrade(store)) == (HEAD, [], False)
    with store.read() as db:
        assert search_index.ready(db)


def test_a_database_of_a_newer_release_is_left_alone(store: Store) -> None:
    upgrade(store)
    with store.write() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="schema 9999"):
        upgrade(store)
    assert version_of(store) == "9999"


def test_personal_words_are_sealed_on_the_disk(made: Store) -> None:
    """R66, R73: no copy of the database alone reveals a phone number or what was said."""
    with made.write() as db:
        values = {"name": "", "author_class": "", "language": "vi", "created_at": NOW}
        db.execute(insert(person).values(**values, phone="0912345678", phone_mark=VAULT.fingerprint("0912345678")))
        said = {"key": "k", "channel": "telegram", "address": "a", "body": {"text": "0912345678"}, "due_at": NOW}
        db.execute(insert(of(Outbox)).values(**said, kind="reply", state="due", tries=0))
    taken = stolen(made)
    assert ("'telegram'" in taken, "0912345678" in taken) == (True, False)
    with made.read() as db:
        assert db.execute(select(person.c.phone)).scalar_one() == "0912345678"
        assert db.execute(select(of(Outbox).c.body)).scalar_one() == {"text": "0912345678"}
