"""More doors and more machines: leases, lanes, Zalo's tokens and quotas

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.tables
import storage.vault

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_tally",
        sa.Column("channel", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("month", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "month", "what", name=op.f("pk_channel_tally")),
    )
    op.create_table(
        "channel_token",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("account", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("access", storage.vault.SealedText(), nullable=False),
        sa.Column("refresh", storage.vault.SealedText(), nullable=False),
        sa.Column("refreshed_at", storage.tables.Moment(timezone=True), nullable=True),
        sa.Column("expires_at", storage.tables.Moment(timezone=True), nullable=True),
        sa.Column("refused_at", storage.tables.Moment(timezone=True), nullable=True),
        sa.Column("refusal", sa.Integer(), nullable=False),
        sa.Column("login", storage.vault.SealedJson(), nullable=True),
        sa.Column("heard_until", storage.tables.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_channel_token")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("holder", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", storage.tables.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_at", storage.tables.Moment(timezone=True), nullable=True))

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("held_until", storage.tables.Moment(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_inbox_lane",
            ["channel", "address", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'new'"),
            postgresql_where=sa.text("state = 'new'"),
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fence", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("moved_from", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
        batch_op.create_index(
            "ix_outbox_kept",
            ["channel", "address", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'kept'"),
            postgresql_where=sa.text("state = 'kept'"),
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("writes_to", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("writes_to")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_kept", sqlite_where=sa.text("state = 'kept'"), postgresql_where=sa.text("state = 'kept'")
        )
        batch_op.drop_column("moved_from")
        batch_op.drop_column("fence")

    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_lane", sqlite_where=sa.text("state = 'new'"), postgresql_where=sa.text("state = 'new'")
        )
        batch_op.drop_column("held_until")
        batch_op.drop_column("address")

    with op.batch_alter_table("address", schema=None) as batch_op:
        batch_op.drop_column("asked_at")

    op.drop_table("lease")
    op.drop_table("channel_token")
    op.drop_table("channel_tally")
