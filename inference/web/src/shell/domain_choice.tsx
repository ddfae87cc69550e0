/** Which domain is meant, where the service knows more than one. */
import { useWords } from "../words/words";

interface Props {
  chosen: string;
  onChoose: (domain: string) => void;
  /** Whether all of them together may be chosen. */
  withAll?: boolean;
}

export function DomainChoice({ chosen, onChoose, withAll = false }: Props) {
  const words = useWords();
  const served = words.domains.filter((domain) => domain.model);
  if (served.length < 2) return null;
  return (
    <label class="domain">
      {words.say("domain")}
      <select value={chosen || (withAll ? "" : served[0]?.name)} onChange={(event) => onChoose(event.currentTarget.value)}>
        {withAll && <option value="">{words.say("everything")}</option>}
        {served.map(({ name }) => (
          <option key={name} value={name}>
            {words.domain(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
