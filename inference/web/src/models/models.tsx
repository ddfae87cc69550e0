/** Models: how the loaded ones compare, the card of each, and how fast they are right now. */
import { useWords } from "../words/words";
import { Leaderboard } from "./leaderboard";
import { ModelCard } from "./model_card";

export function Models() {
  const words = useWords();
  const served = words.domains.filter((domain) => domain.model);
  return (
    <>
      <h1>{words.say("models_title")}</h1>
      {served.length > 0 && <Leaderboard domains={served} />}
      {words.domains.map((domain) => (
        <ModelCard key={domain.name} domain={domain} />
      ))}
    </>
  );
}
