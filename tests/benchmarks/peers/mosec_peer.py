"""mosec: `python mosec_peer.py --port PORT`, as many workers as the environment says."""

import os
from typing import Any

from mosec import Server, Worker
from recogniser import Recogniser


class Peer(Worker):
    """The image as the body, JSON out."""

    def __init__(self) -> None:
        super().__init__()
        self.recogniser = Recogniser()

    def deserialize(self, data: bytes) -> bytes:
        """As it is."""
        return data

    def forward(self, data: bytes) -> dict[str, Any]:
        """Classify."""
        return self.recogniser.classify(data)


if __name__ == "__main__":
    server = Server()
    server.append_worker(Peer, num=int(os.environ["PEER_WORKERS"]), route="/classify")
    server.run()
