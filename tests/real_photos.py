"""Where the real photos lie: beside the checkout, unless GREENGROCER_DATA says otherwise."""

import os
from pathlib import Path

REAL_PHOTOS = Path(os.environ.get("GREENGROCER_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
