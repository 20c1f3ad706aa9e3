// The handbook: the pages of docs/handbook, read into sections and blocks, and searched as people type. It is in Vietnamese
// alone. Its Markdown has headings, steps, points, pictures and sources (>), **words of the screen** and `keys`.
import { plain } from '../format';

export interface Span {
  kind: 'text' | 'word' | 'keys';
  text: string;
}

export type Block =
  | { kind: 'text' | 'source'; spans: Span[] }
  | { kind: 'steps' | 'points'; items: Span[][] }
  | { kind: 'picture'; name: string; says: string };

export interface Section {
  id: string;
  title: string;
  /** The screens that it is the page of; `open` before a book is open. */
  screens: string[];
  blocks: Block[];
  /** What it says, freed of marks and case. */
  folded: string;
}

export interface Page {
  id: string;
  title: string;
  /** The levels of the books that it is for. */
  levels: string[];
  /** How many pages of paper it has. */
  sheets: number;
  /** What stands before its sections. */
  lead: Section;
  sections: Section[];
}

const ORDER = ['thon', 'xa', 'huyen-tinh', 'kiem-tra', 'du-lieu-ca-nhan', 'cai-dat'];

/** Who installs the program has a page that speaks of no book yet. */
const WITHOUT_BOOK = 'cai-dat';

function spans(text: string): Span[] {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).flatMap((part): Span[] => {
    if (part === '') return [];
    if (part.startsWith('**')) return [{ kind: 'word', text: part.slice(2, -2) }];
    return part.startsWith('`')
      ? [{ kind: 'keys', text: part.slice(1, -1) }]
      : [{ kind: 'text', text: part }];
  });
}

function block(part: string): Block {
  const picture = /^!\[(.+)\]\(pictures\/(.+)\.webp\)$/.exec(part);
  if (picture) return { kind: 'picture', says: picture[1] ?? '', name: picture[2] ?? '' };
  if (part.startsWith('> ')) return { kind: 'source', spans: spans(part.slice(2)) };
  const mark = /^(?:\d+\.|-) /;
  if (!mark.test(part)) return { kind: 'text', spans: spans(part) };
  const items = part.split('\n').map((line) => spans(line.replace(mark, '')));
  return { kind: part.startsWith('-') ? 'points' : 'steps', items };
}

const noted = (text: string, name: string): string[] =>
  new RegExp(`<!--.*?${name}: ([^·]*?) (?:·|-->)`).exec(text)?.[1]?.split(' ') ?? [];

function section(page: string, text: string): Section {
  const [title = '', ...rest] = text.split(/\n\s*\n/).map((part) => part.trim());
  const parts = rest.filter((part) => part && !part.startsWith('<!--'));
  return {
    id: `${page}/${plain(title)}`,
    title,
    screens: noted(text, 'screens'),
    blocks: parts.map(block),
    folded: plain(text.replace(/<!--.*?-->/g, '')),
  };
}

/** A page of the handbook from its Markdown. */
export function readPage(id: string, text: string): Page {
  const [lead = '', ...sections] = text.replace(/^# /, '').split(/^## /m);
  const first = section(id, lead);
  return {
    id,
    title: first.title,
    levels: noted(lead, 'levels'),
    sheets: Number(noted(lead, 'pages')[0]),
    lead: first,
    sections: sections.map((one) => section(id, one)),
  };
}

const files = import.meta.glob<string>('../../../docs/handbook/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** All pages, one for each role. */
export const handbook: Page[] = Object.entries(files)
  .map(([path, text]) => readPage(path.replace(/^.*\/(.+)\.\w+$/, '$1'), text))
  .sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));

/** The pages for the books of a level, that of the role first; before a book is open, that of whoever installs the program. */
export const pagesOf = (level: string | null): Page[] =>
  handbook.filter(({ id, levels }) => (level === null ? id === WITHOUT_BOOK : levels.includes(level)));

/** What these pages say of a screen. */
export const sectionsOf = (pages: Page[], screen: string): Section[] =>
  pages.flatMap(({ sections }) => sections.filter(({ screens }) => screens.includes(screen)));

/**
 * Sections that have all words typed, without marks and case: those whose title has them first, and of them those of the
 * reader's own page.
 */
export function findSections(typed: string, own?: Page): { page: Page; section: Section }[] {
  const words = plain(typed).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const has = (text: string): boolean => words.every((word) => text.includes(word));
  const pages = [...handbook].sort((a, b) => Number(b === own) - Number(a === own));
  const all = pages.flatMap((page) => page.sections.map((one) => ({ page, section: one })));
  const found = all.filter(({ section: one }) => has(one.folded));
  const titled = found.filter(({ section: one }) => has(plain(one.title)));
  return [...titled, ...found.filter((one) => !titled.includes(one))];
}
