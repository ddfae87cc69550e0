/** The page's icons, drawn with one pen. */
const PATHS = {
  ask: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.4 15.4 20 20",
  show: "M4 8h3l2-3h6l2 3h3v11H4zM12 9.8a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8z",
  scale: "M12 4v15M7 20h10M4 7h16M6 7l-3 6.5h6zM18 7l-3 6.5h6z",
  models: "M4 20h16M6.5 17v-5M12 17V6M17.5 17V9.5",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  close: "M6 6l12 12M18 6 6 18",
  left: "M14.5 5.5 8 12l6.5 6.5",
  right: "M9.5 5.5 16 12l-6.5 6.5",
  basket: "M4 10h16l-2 9H6zM8.5 10l2-5.5M15.5 10l-2-5.5",
  plus: "M12 5v14M5 12h14",
  person: "M12 4a3.7 3.7 0 1 1 0 7.4A3.7 3.7 0 0 1 12 4zM5 20c.6-4 3.4-6 7-6s6.4 2 7 6",
  leave: "M13 5H5v14h8M10 12h10M16.5 8l4 4-4 4",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 8.8a.7.7 0 1 1 0 1.4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
