// What a person would mean by a name: words on the screen, a control by its words, a field by its label.
const tidy = (text) => (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();
const visible = (it) => it.getClientRects().length > 0 && getComputedStyle(it).visibility !== 'hidden';
// The words of an element without key caps and other decoration.
const words = (it) => {
  if (it.getAttribute?.('aria-label')) return tidy(it.getAttribute('aria-label'));
  const copy = it.cloneNode(true);
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return tidy(copy.textContent);
};
// While a dialog is open only what stands in it can be used.
const scope = () => [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
const seen = (text) => tidy(document.body.innerText).includes(tidy(text));
const best = (all, name) =>
  all.find((it) => words(it) === name) ??
  all.find((it) => words(it).startsWith(name)) ??
  all.find((it) => it.matches('button, tr, [role="row"]') && words(it).includes(name)) ??
  null;
const control = (name) => {
  const kinds = 'button, a, summary, label, [role="button"], [role="tab"], [role="option"], [role="row"], tr';
  const all = [...scope().querySelectorAll(kinds)].filter((it) => visible(it) && !it.disabled);
  return best(all, tidy(name));
};
const field = (name) => {
  const labels = [...scope().querySelectorAll('label')].filter(visible);
  const label = best(labels, tidy(name));
  const labelled = label?.control ?? label?.querySelector('input, select, textarea');
  if (labelled) return labelled;
  const all = [...scope().querySelectorAll('input, select, textarea')].filter(visible);
  return all.find((it) => tidy(it.getAttribute('aria-label')).startsWith(tidy(name)) || tidy(it.placeholder).startsWith(tidy(name))) ?? null;
};
