/** The shop's sign. */
export function Brand() {
  return (
    <p class="brand">
      <img src="/icon.svg" alt="" width="36" height="36" /> greengrocer
    </p>
  );
}
