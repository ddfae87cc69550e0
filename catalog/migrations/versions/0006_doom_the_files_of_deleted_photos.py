"""Doom the files of deleted photos."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "doomed_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_doomed_file_due_at", "doomed_file", ["due_at"])


def downgrade() -> None:
    op.drop_index("ix_doomed_file_due_at", table_name="doomed_file")
    op.drop_table("doomed_file")
