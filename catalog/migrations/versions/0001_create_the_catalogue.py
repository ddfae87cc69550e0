"""Create the catalogue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("photo_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "photo",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("r", sa.Float(), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=True),
        sa.Column("color", sa.String(length=32), nullable=True),
        sa.Column("predicted_label", sa.String(length=64), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=True),
        sa.Column("top", sa.JSON(), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=True),
        sa.Column("embedding", sa.LargeBinary(), nullable=True),
        sa.Column("true_label", sa.String(length=64), nullable=True),
        sa.Column("corrected_label", sa.String(length=64), nullable=True),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("color_hex", sa.String(length=7), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index("ix_photo_color_r", ["color", "r", "id"], unique=False)
        batch_op.create_index("ix_photo_label_color_r", ["label", "color", "r", "id"], unique=False)
        batch_op.create_index("ix_photo_label_r", ["label", "r", "id"], unique=False)
        batch_op.create_index("ix_photo_label_score", ["label", "score", "id"], unique=False)
        batch_op.create_index("ix_photo_r", ["r", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_sha256"), ["sha256"], unique=False)

    op.create_table(
        "photo_color",
        sa.Column("photo_id", sa.String(length=32), nullable=False),
        sa.Column("palette", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("hex", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("photo_id", "palette"),
    )
    with op.batch_alter_table("photo_color", schema=None) as batch_op:
        batch_op.create_index("ix_photo_color_palette_name", ["palette", "name", "photo_id"], unique=False)

    op.create_table(
        "photo_owner",
        sa.Column("photo_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("photo_id", "owner"),
    )
    with op.batch_alter_table("photo_owner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_owner_owner"), ["owner"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.String(length=48), nullable=False),
        sa.Column("photo_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_photo_id"), ["photo_id"], unique=False)
        batch_op.create_index("ix_task_status_due", ["status", "due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_status_due")
        batch_op.drop_index(batch_op.f("ix_task_photo_id"))

    op.drop_table("task")
    with op.batch_alter_table("photo_owner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_owner_owner"))

    op.drop_table("photo_owner")
    with op.batch_alter_table("photo_color", schema=None) as batch_op:
        batch_op.drop_index("ix_photo_color_palette_name")

    op.drop_table("photo_color")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_sha256"))
        batch_op.drop_index("ix_photo_r")
        batch_op.drop_index("ix_photo_label_score")
        batch_op.drop_index("ix_photo_label_r")
        batch_op.drop_index("ix_photo_label_color_r")
        batch_op.drop_index("ix_photo_color_r")

    op.drop_table("photo")
    op.drop_table("idempotency_key")
    op.drop_table("api_key")
