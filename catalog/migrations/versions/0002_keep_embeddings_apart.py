"""Keep embeddings apart from photos, with the code they are compared by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from catalog.similarity import encode

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BATCH = 1000


def upgrade() -> None:
    op.create_table(
        "photo_embedding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.String(length=32), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("photo_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_photo_embedding_model_id_code", "photo_embedding", ["model", "id", "code"])
    _move_embeddings()
    op.drop_column("photo", "embedding")


def downgrade() -> None:
    op.add_column("photo", sa.Column("embedding", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE photo SET embedding = (SELECT vector FROM photo_embedding WHERE photo_embedding.photo_id = photo.id)"
    )
    op.drop_index("ix_photo_embedding_model_id_code", table_name="photo_embedding")
    op.drop_table("photo_embedding")


def _move_embeddings() -> None:
    connection = op.get_bind()
    read = sa.text(
        "SELECT id, model, embedding FROM photo WHERE embedding IS NOT NULL AND id > :last ORDER BY id LIMIT :batch"
    )
    write = sa.text(
        "INSERT INTO photo_embedding (photo_id, model, vector, code) VALUES (:photo, :model, :vector, :code)"
    )
    last = ""
    while rows := connection.execute(read, {"last": last, "batch": BATCH}).all():
        moved = [{"photo": row[0], "model": row[1], "vector": row[2], "code": encode(bytes(row[2]))} for row in rows]
        connection.execute(write, moved)
        last = rows[-1][0]
