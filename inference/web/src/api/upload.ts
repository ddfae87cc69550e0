/** Send a photo, telling how far it has got: fetch cannot, so XMLHttpRequest does. */
import { type Answer, checkAnswer, readJson, tellAway } from "./call";
import { checkFile } from "./file";
import type { Job } from "./types";

interface Upload {
  file: File;
  domain: string;
  onProgress: (share: number) => void;
}

export async function addPhoto({ file, domain, onProgress }: Upload): Promise<Job> {
  await checkFile(file);
  const path = `/v1/photos?${new URLSearchParams({ domain })}`;
  const answer = await send(path, file, onProgress);
  checkAnswer(path, answer);
  return readJson(answer);
}

function send(path: string, file: File, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onerror = () => reject(tellAway());
    request.onload = () =>
      resolve({ status: request.status, body: request.responseText, header: (name) => request.getResponseHeader(name) });
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
