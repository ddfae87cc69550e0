/** Send a photo, telling how far it has got: fetch cannot, so XMLHttpRequest does. */
import { AWAY, Problem, toProblem } from "./call";
import { tellReach } from "./reach";
import type { Job } from "./types";

interface Upload {
  file: File;
  domain: string;
  onProgress: (share: number) => void;
}

export function addPhoto({ file, domain, onProgress }: Upload): Promise<Job> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/photos?${new URLSearchParams({ domain })}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onerror = () => {
      tellReach(false);
      reject(new Problem("the service is away", AWAY));
    };
    request.onload = () => {
      tellReach(true);
      if (request.status < 300) resolve(JSON.parse(request.responseText) as Job);
      else reject(toProblem(request.status, request.responseText, request.getResponseHeader("Retry-After")));
    };
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
