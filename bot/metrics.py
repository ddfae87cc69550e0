"""What Prometheus may know of the bot: how much and how long, never who or what."""

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("greengrocer_bot_updates_total", "Updates taken in, by type and fate.", ["type", "fate"])
UPDATE_SECONDS = Histogram("greengrocer_bot_update_seconds", "Seconds that an update was handled.")
IN_HAND = Gauge("greengrocer_bot_updates_in_hand", "Updates taken in and not yet done with.")
ANSWERS = Counter("greengrocer_bot_answers_total", "Photos and albums, by how they were answered.", ["outcome"])
ANSWER_SECONDS = Histogram("greengrocer_bot_answer_seconds", "Seconds from taking up a photo to its answer.")
FLOOD_WAITS = Counter("greengrocer_bot_flood_waits_total", "Times that Telegram asked us to wait.")
WAITING = Gauge("greengrocer_bot_waiting", "Photos and albums that are owed an answer.")
