"""Count photos by cell, and give them a rank that an index can be read by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from catalog.counts import recount

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEXES = {
    "ix_photo_status": ["status"],
    "ix_photo_domain_r": ["domain", "r", "id"],
    "ix_photo_label_color_rank": ["label", "color", "rank", "id"],
    "ix_photo_label_rank": ["label", "rank", "id"],
    "ix_photo_color_rank": ["color", "rank", "id"],
    "ix_photo_domain_rank": ["domain", "rank", "id"],
    "ix_photo_rank": ["rank", "id"],
}


def upgrade() -> None:
    op.create_table(
        "photo_count",
        sa.Column("domain", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("colors", sa.String(length=400), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("domain", "label", "colors"),
    )
    op.add_column("photo", sa.Column("rank", sa.Float(), nullable=False, server_default="0"))
    op.execute("UPDATE photo SET rank = score WHERE label = predicted_label AND score IS NOT NULL")
    op.drop_index("ix_photo_label_score", table_name="photo")
    for name, columns in INDEXES.items():
        op.create_index(name, "photo", columns)
    recount(Session(op.get_bind()))


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="photo")
    op.create_index("ix_photo_label_score", "photo", ["label", "score", "id"])
    op.drop_column("photo", "rank")
    op.drop_table("photo_count")
