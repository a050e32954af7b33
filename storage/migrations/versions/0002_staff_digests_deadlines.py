"""Staff, digests, deadlines and delivery

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.tables
import storage.vault

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rhythm", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("until", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("scope", "rhythm", "since", "until", name=op.f("uq_digest_scope_rhythm_since_until")),
    )
    op.create_table(
        "quiet_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_day")),
        sa.UniqueConstraint("since", "until", name=op.f("uq_quiet_day_since_until")),
    )
    op.create_table(
        "digest_figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_figure_digest_id_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_figure")),
        sa.UniqueConstraint("digest_id", "name", name=op.f("uq_digest_figure_digest_id_name")),
    )
    op.create_table(
        "broadcast",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", storage.vault.SealedText(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("made_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_broadcast_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_broadcast_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcast_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("movement", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("award", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.JSON(), nullable=False),
        sa.Column("above_after", sa.Integer(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_deadline_changed_by_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_deadline_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "movement", "year", "unit_id", "unit_type", "duty", "level", "award", name="uq_deadline_what"
        ),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "grant_of_role",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", storage.tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_grant_of_role_ended_by_person")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_grant_of_role_granted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_grant_of_role_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_grant_of_role_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_of_role")),
    )
    with op.batch_alter_table("grant_of_role", schema=None) as batch_op:
        batch_op.create_index("ix_grant_of_role_person_unit", ["person_id", "unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grant_of_role_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("held_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", storage.tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["held_by"], ["person.id"], name=op.f("fk_invitation_held_by_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_invitation_made_by_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_invitation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("mark", name=op.f("uq_invitation_mark")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_held_by"), ["held_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "preference",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("planned_for", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("at", storage.tables.Moment(timezone=True), nullable=False),
        sa.Column("outbox_key", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "kind", "subject", "person_id", "slot", name=op.f("uq_reminder_kind_subject_person_id_slot")
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_outbox_key", ["outbox_key"], unique=False)
        batch_op.create_index("ix_reminder_person_kind", ["person_id", "kind", "planned_for"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deadline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", storage.tables.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_submission_deadline_id_deadline")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_submission_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("deadline_id", "unit_id", name=op.f("uq_submission_deadline_id_unit_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_unit_id"), ["unit_id"], unique=False)

    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gone_at", storage.tables.Moment(timezone=True), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_waiting"), sqlite_where=sa.text("state IN ('due','sending')"))
        batch_op.create_index(
            "ix_outbox_bulk",
            ["channel", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'due' AND kind NOT IN ('reply', 'notice')"),
            postgresql_where=sa.text("state = 'due' AND kind NOT IN ('reply', 'notice')"),
        )
        batch_op.create_index(
            "ix_outbox_line",
            ["channel", "address", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('due', 'sending')"),
            postgresql_where=sa.text("state IN ('due', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_notices",
            ["channel", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'due' AND kind = 'notice'"),
            postgresql_where=sa.text("state = 'due' AND kind = 'notice'"),
        )
        batch_op.create_index(
            "ix_outbox_replies",
            ["channel", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'due' AND kind = 'reply'"),
            postgresql_where=sa.text("state = 'due' AND kind = 'reply'"),
        )
        batch_op.create_index(
            "ix_outbox_told",
            ["sent_at", "channel", "address"],
            unique=False,
            sqlite_where=sa.text("state = 'sent' AND kind NOT IN ('reply', 'own')"),
            postgresql_where=sa.text("state = 'sent' AND kind NOT IN ('reply', 'own')"),
        )
        batch_op.create_index(
            "ix_outbox_unconfirmed",
            ["channel", "address", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'unconfirmed'"),
            postgresql_where=sa.text("state = 'unconfirmed'"),
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_sent_at", ["sent_at", "unit_id"], unique=False)
        batch_op.create_index(
            "ix_report_unread",
            ["unit_id", "sent_at"],
            unique=False,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )

    with op.batch_alter_table("report_history", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_history_received",
            ["at"],
            unique=False,
            sqlite_where=sa.text("act = 'receive'"),
            postgresql_where=sa.text("act = 'receive'"),
        )

    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.add_column(sa.Column("form", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("touched_at", storage.tables.Moment(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_talk_resting",
            ["touched_at"],
            unique=False,
            sqlite_where=sa.text("form IN ('report', 'amend')"),
            postgresql_where=sa.text("form IN ('report', 'amend')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_talk_resting",
            sqlite_where=sa.text("form IN ('report', 'amend')"),
            postgresql_where=sa.text("form IN ('report', 'amend')"),
        )
        batch_op.drop_column("touched_at")
        batch_op.drop_column("address")
        batch_op.drop_column("channel")
        batch_op.drop_column("form")

    with op.batch_alter_table("report_history", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_report_history_received",
            sqlite_where=sa.text("act = 'receive'"),
            postgresql_where=sa.text("act = 'receive'"),
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_report_unread", sqlite_where=sa.text("state = 'sent'"), postgresql_where=sa.text("state = 'sent'")
        )
        batch_op.drop_index("ix_report_sent_at")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_unconfirmed",
            sqlite_where=sa.text("state = 'unconfirmed'"),
            postgresql_where=sa.text("state = 'unconfirmed'"),
        )
        batch_op.drop_index(
            "ix_outbox_told",
            sqlite_where=sa.text("state = 'sent' AND kind NOT IN ('reply', 'own')"),
            postgresql_where=sa.text("state = 'sent' AND kind NOT IN ('reply', 'own')"),
        )
        batch_op.drop_index(
            "ix_outbox_replies",
            sqlite_where=sa.text("state = 'due' AND kind = 'reply'"),
            postgresql_where=sa.text("state = 'due' AND kind = 'reply'"),
        )
        batch_op.drop_index(
            "ix_outbox_notices",
            sqlite_where=sa.text("state = 'due' AND kind = 'notice'"),
            postgresql_where=sa.text("state = 'due' AND kind = 'notice'"),
        )
        batch_op.drop_index(
            "ix_outbox_line",
            sqlite_where=sa.text("state IN ('due', 'sending')"),
            postgresql_where=sa.text("state IN ('due', 'sending')"),
        )
        batch_op.drop_index(
            "ix_outbox_bulk",
            sqlite_where=sa.text("state = 'due' AND kind NOT IN ('reply', 'notice')"),
            postgresql_where=sa.text("state = 'due' AND kind NOT IN ('reply', 'notice')"),
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_waiting"),
            ["channel", "state", "due_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('due','sending')"),
        )

    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_column("gone_at")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_unit_id"))

    op.drop_table("submission")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_reminder_person_kind")
        batch_op.drop_index("ix_reminder_outbox_key")

    op.drop_table("reminder")
    op.drop_table("preference")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_unit_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_held_by"))

    op.drop_table("invitation")
    with op.batch_alter_table("grant_of_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_of_role_unit_id"))
        batch_op.drop_index("ix_grant_of_role_person_unit")

    op.drop_table("grant_of_role")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_unit_id"))

    op.drop_table("deadline")
    with op.batch_alter_table("broadcast", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broadcast_unit_id"))

    op.drop_table("broadcast")
    op.drop_table("digest_figure")
    op.execute("DELETE FROM setting WHERE name LIKE 'calendar.%'")  # with its days, or the starter would not come again
    op.drop_table("quiet_day")
    op.drop_table("digest")
