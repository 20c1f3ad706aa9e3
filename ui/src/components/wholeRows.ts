// Tables in boxes that scroll.

/** Head and sums stick: they are in sight wherever the rest stands. */
const sticks = (row: HTMLTableRowElement): boolean =>
  row.parentElement?.tagName !== 'TBODY' || row.classList.contains('sum');

/** How many of `room` pixels the rows leave that stand there whole; none where all of them do, or not even one. */
export function left(rows: { high: number; sticks: boolean }[], room: number): number {
  const all = rows.reduce((sum, row) => sum + row.high, 0);
  // A box is measured in whole pixels, its rows in parts of them.
  if (all < room + 1) return 0;
  const stuck = rows.reduce((sum, row) => sum + (row.sticks ? row.high : 0), 0);
  let used = stuck;
  for (const row of rows) {
    if (row.sticks) continue;
    if (used + row.high >= room + 1) break;
    used += row.high;
  }
  return used > stuck ? Math.max(0, room - used) : 0;
}

/** Cuts no row of the table at the foot of its box: the room that is left becomes the lower edge of the box. Nor at its head: it scrolls by rows. */
export function wholeRows(box: HTMLElement): () => void {
  box.style.borderBottom = '0 solid transparent';
  let snaps = false;
  // Not at its top: a box whose size changes while it opens would be brought to another row.
  const snap = (): void => {
    box.style.scrollSnapType = snaps && box.scrollTop > 0 ? 'y proximity' : '';
  };
  const fit = (): void => {
    // What stands for rows out of sight is no row.
    const rows = [...(box.querySelector('table')?.rows ?? [])].filter((row) => row.className !== 'room');
    const edge = box.clientTop + parseFloat(box.style.borderBottomWidth || '0');
    const bar = box.offsetHeight - box.clientHeight - edge;
    const sizes = rows.map((row) => ({ high: row.getBoundingClientRect().height, sticks: sticks(row) }));
    const more = left(sizes, box.offsetHeight - bar);
    const stuck = (place: 'THEAD' | 'foot'): number =>
      rows
        .filter((row) => sticks(row) && (row.parentElement?.tagName === 'THEAD') === (place === 'THEAD'))
        .reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
    box.style.borderBottomWidth = `${more}px`;
    box.style.setProperty('--rows', `${sizes.reduce((sum, row) => sum + row.high, 0)}px`);
    snaps = more > 0 && !box.querySelector('.room');
    snap();
    box.style.scrollPadding = `${stuck('THEAD')}px 0 ${stuck('foot')}px`;
  };
  const seen = new ResizeObserver(fit);
  seen.observe(box, { box: 'border-box' });
  const table = box.querySelector('table');
  if (table) seen.observe(table);
  box.addEventListener('scroll', snap);
  return () => {
    seen.disconnect();
    box.removeEventListener('scroll', snap);
  };
}

/** Cuts no item of the lists in a box at its foot, as it opens: the room that is left becomes the lower edge of the box. */
export function wholeItems(box: HTMLElement, items = 'li'): () => void {
  box.style.borderBottom = '0 solid transparent';
  const seen = new ResizeObserver(() => {
    const room = box.offsetHeight;
    const end = (item: Element): number =>
      item.getBoundingClientRect().bottom - box.getBoundingClientRect().top + box.scrollTop;
    const ends = [...box.querySelectorAll(items)].map(end).filter((at) => at <= room);
    const all = [...box.children].map(end);
    const more = Math.max(0, ...all) > room && ends.length > 0 ? room - Math.max(...ends) : 0;
    box.style.borderBottomWidth = `${more}px`;
  });
  [box, ...box.children].forEach((part) => seen.observe(part, { box: 'border-box' }));
  return () => seen.disconnect();
}
