"""MLServer: `mlserver start FOLDER`; what it serves, its ports and workers stand in the folder and the environment."""

import json

from mlserver import MLModel
from mlserver.codecs import Base64Codec, StringCodec
from mlserver.types import InferenceRequest, InferenceResponse
from recogniser import Recogniser


class Peer(MLModel):
    """The Open Inference Protocol's JSON: the photo in base64 in, a JSON text out."""

    async def load(self) -> bool:
        """Load the model in each worker."""
        self.recogniser = Recogniser()
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        """Classify."""
        photo = Base64Codec.decode_input(payload.inputs[0])[0]
        said = json.dumps(self.recogniser.classify(photo))
        return InferenceResponse(model_name=self.name, outputs=[StringCodec.encode_output("answer", [said])])
