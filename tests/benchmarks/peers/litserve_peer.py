"""LitServe: `python litserve_peer.py PORT`, as many workers as the environment says."""

import os
import sys
from typing import Any

import litserve
from fastapi import UploadFile
from recogniser import Recogniser


class Peer(litserve.LitAPI):
    """A form's file in, JSON out."""

    def setup(self, device: str) -> None:  # noqa: ARG002  # the base's signature
        """Load the model in each worker."""
        self.recogniser = Recogniser()

    def decode_request(self, request: UploadFile) -> bytes:
        """Read the file."""
        return request.file.read()

    def predict(self, photo: bytes) -> dict[str, Any]:
        """Classify."""
        return self.recogniser.classify(photo)

    def encode_response(self, output: dict[str, Any]) -> dict[str, Any]:
        """As it is."""
        return output


if __name__ == "__main__":
    server = litserve.LitServer(
        Peer(api_path="/classify"), accelerator="cpu", workers_per_device=int(os.environ["PEER_WORKERS"])
    )
    server.run(host="127.0.0.1", port=int(sys.argv[1]), generate_client_file=False, log_level="warning")
