"""Let keys of requests expire.

`request`, which nobody reads, goes with the next version: until then processes of the one before still write it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("idempotency_key") as table:
        table.alter_column("request", existing_type=sa.String(length=64), server_default="")
        table.create_index("ix_idempotency_key_created_at", ["created_at"])


def downgrade() -> None:
    with op.batch_alter_table("idempotency_key") as table:
        table.drop_index("ix_idempotency_key_created_at")
        table.alter_column("request", existing_type=sa.String(length=64), server_default=None)
