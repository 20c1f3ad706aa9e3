// Which rows of a table each page takes. Not every webview keeps rows whole and repeats headings when it prints, so pages
// are made before.

interface Heights {
  /** What a page holds. */
  page: number;
  /** Above the table on the first page. */
  head: number;
  /** The headings, on every page. */
  columns: number;
  /** Each row. */
  rows: number[];
  /** Notes, recipients and signatures. */
  foot: number;
}

/** What one page takes. */
export interface PagePart {
  from: number;
  to: number;
  first: boolean;
  last: boolean;
}

/** So many of the last rows stay together: some units and their sum. */
const TOGETHER = 3;

/** Which rows each page takes; what stands under the table goes on with the last rows, or on a page of its own. */
export function pagesOf({ page, head, columns, rows, foot }: Heights): PagePart[] {
  const pages: PagePart[] = [];
  let from = 0;
  let left = page - head - columns;
  rows.forEach((height, at) => {
    if (height > left && at > from) {
      pages.push({ from, to: at, first: pages.length === 0, last: false });
      from = at;
      left = page - columns;
    }
    left -= height;
  });
  pages.push({ from, to: rows.length, first: pages.length === 0, last: foot <= left });
  if (foot > left) pages.push({ from: rows.length, to: rows.length, first: false, last: true });
  // The sum never stands alone above the signatures.
  const [before, last] = pages.slice(-2);
  const begin = rows.length - TOGETHER;
  const room = page - columns - foot;
  const fits = rows.slice(begin).reduce((sum, height) => sum + height, 0) <= room;
  if (before && last && last.from > begin && begin > before.from && fits) before.to = last.from = begin;
  return pages;
}

/**
 * Shares out the table of a box laid out to be measured: its `.room` is as high as a page's, its `.head` stands above the
 * table on the first page, its `.foot` below on the last. Done once the faces of the type are there.
 */
export async function shareOut(box: HTMLElement): Promise<PagePart[]> {
  const height = (part: string): number =>
    box.querySelector<HTMLElement>(part)?.getBoundingClientRect().height ?? 0;
  // Laid out once, the faces are asked for.
  height('.head');
  await document.fonts.ready;
  return pagesOf({
    page: height('.room'),
    head: height('.head'),
    columns: height('thead'),
    rows: [...box.querySelectorAll('tbody tr')].map((row) => row.getBoundingClientRect().height),
    foot: height('.foot'),
  });
}
