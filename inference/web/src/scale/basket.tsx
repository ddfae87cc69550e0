/** What was put on the scale so far. */
import { Icon } from "../shell/icon";
import { Swatch } from "../shell/swatch";
import { useWords } from "../words/words";
import type { Item } from "./weighing";

interface Props {
  items: Item[];
  onPutBack: (key: number) => void;
  onEmpty: () => void;
}

export function Basket({ items, onPutBack, onEmpty }: Props) {
  const words = useWords();
  return (
    <aside class="basket" aria-label={words.say("basket")}>
      <h2>
        <Icon name="basket" /> {words.say("basket")}
      </h2>
      {items.length === 0 && <p class="hint">{words.say("basket_empty")}</p>}
      <ul>
        {items.map(({ key, label, isKnown, color, picture }) => {
          const name = isKnown ? words.label(label) : words.say("perhaps", { label: words.label(label) });
          return (
            <li key={key}>
              {picture && <img src={picture} alt="" width="48" height="48" />}
              <span>{name}</span>
              {color && <Swatch hex={words.hex(color)} />}
              <button type="button" class="round" aria-label={words.say("put_back", { label: name })} onClick={() => onPutBack(key)}>
                <Icon name="close" />
              </button>
            </li>
          );
        })}
      </ul>
      {items.length > 0 && (
        <button type="button" onClick={onEmpty}>
          {words.say("empty_basket")}
        </button>
      )}
    </aside>
  );
}
