"""Tell work that nobody waits for from a person's."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("task", sa.Column("bulk", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("ix_task_status_due", table_name="task")
    op.create_index("ix_task_status_bulk_due", "task", ["status", "bulk", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_task_status_bulk_due", table_name="task")
    op.create_index("ix_task_status_due", "task", ["status", "due_at"])
    op.drop_column("task", "bulk")
