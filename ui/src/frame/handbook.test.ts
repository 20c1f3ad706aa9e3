import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../components/caps';
import { MENU } from './menu';
import {
  findSections,
  handbook,
  pagesOf,
  readPage,
  sectionsOf,
  type Block,
  type Section,
  type Span,
} from '../text/handbook';
import { help } from '../text/vi/help';

const read = (path: string): string => readFileSync(path, 'utf8');
const HANDBOOK = '../docs/handbook';

/** What stands in quotes in a source, comments left out; what is filled in later is "…". */
function literals(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  const found: string[] = [];
  for (let at = 0; at < code.length; at += 1) {
    const quote = code[at] ?? '';
    if (!`'"\``.includes(quote)) continue;
    let text = '';
    for (at += 1; at < code.length && code[at] !== quote; at += 1) {
      if (quote !== '`' || !code.startsWith('${', at)) {
        text += code[at];
        continue;
      }
      let depth = 0;
      const from = at;
      do {
        depth += code[at] === '{' ? 1 : code[at] === '}' ? -1 : 0;
        at += 1;
      } while (depth > 0 || code[at - 1] === '$');
      found.push(...literals(code.slice(from + 2, at - 1)));
      at -= 1;
      text += '…';
    }
    found.push(text);
  }
  return found;
}

/** The sentences of the core in Vietnamese; of its papers the names alone: their columns are on no screen. */
const sentences = (csv: string): string[] =>
  [...csv.matchAll(/^(?!form\.[\w-]+\.(?!sheet,))[\w.-]+,(?:"((?:[^"]|"")*)"|([^,\n]*)),/gm)].map(
    ([, quoted, bare]) => (quoted ?? bare ?? '').replace(/\{\w+\}/g, '…'),
  );

const spansOf = (block: Block): Span[] =>
  block.kind === 'picture' ? [] : 'items' in block ? block.items.flat() : block.spans;
const sections: [string, Section][] = handbook.flatMap((page) =>
  [page.lead, ...page.sections].map((one): [string, Section] => [one.id, one]),
);
const marked = (kind: Span['kind']): string[] =>
  sections.flatMap(([, { blocks }]) =>
    blocks.flatMap(spansOf).flatMap((span) => (span.kind === kind ? [span.text] : [])),
  );

test('a page is read', () => {
  const page = readPage(
    'thu',
    '# Sổ tay thử\n\n<!-- levels: district province · pages: 3 -->\n\nMở đầu.\n\n## Mở Sổ Đầu tiên\n\n' +
      '<!-- screens: open today -->\n\n1. Bấm **Mở** (`Ctrl+Enter`).\n2. Xong.\n\n- một\n\n![Ảnh](pictures/a-b.webp)\n\n> Theo kế hoạch.\n',
  );
  expect([page.title, page.levels, page.sheets]).toEqual(['Sổ tay thử', ['district', 'province'], 3]);
  expect(page.lead.blocks).toEqual([{ kind: 'text', spans: [{ kind: 'text', text: 'Mở đầu.' }] }]);
  const [one] = page.sections;
  expect([one?.title, one?.screens]).toEqual(['Mở Sổ Đầu tiên', ['open', 'today']]);
  expect(one?.blocks.map(({ kind }) => kind)).toEqual(['steps', 'points', 'picture', 'source']);
  expect(one?.blocks[0]).toMatchObject({
    items: [
      [
        { text: 'Bấm ' },
        { kind: 'word', text: 'Mở' },
        { text: ' (' },
        { kind: 'keys', text: 'Ctrl+Enter' },
        {},
      ],
      [{ text: 'Xong.' }],
    ],
  });
  expect(one?.blocks[2]).toEqual({ kind: 'picture', says: 'Ảnh', name: 'a-b' });
});

test('words are looked for as they stand on the screen', () => {
  const source = "a: 'Mở', // it's no word\nb: (n) => `Nhận ${n > 1 ? `${n} tệp` : 'một'} rồi`";
  expect(literals(source)).toEqual(['Mở', '… tệp', 'một', 'Nhận … rồi']);
  const core =
    'form.a.sheet,"Báo cáo, ngày",x\nform.b.sheet,Phụ lục I,y\nform.b.unit,Thôn,y\nclose.c,Chốt {day},z\n';
  expect(sentences(core)).toEqual(['Báo cáo, ngày', 'Phụ lục I', 'Chốt …']);
});

describe('the handbook', () => {
  test('has a page for each level, and on it a section for each screen of its menu', () => {
    const missing = MENU.flatMap(({ id, levels }) =>
      levels
        .filter((level) => sectionsOf(pagesOf(level).slice(0, 1), id).length === 0)
        .map((level) => `${level}: ${id}`),
    );
    const known = ['open', ...MENU.map(({ id }) => id)];
    const unknown = sections.flatMap(([id, one]) =>
      one.screens.filter((screen) => !known.includes(screen)).map((screen) => `${id}: ${screen}`),
    );
    expect([missing, unknown]).toEqual([[], []]);
    expect(handbook.map(({ sheets }) => sheets)).toEqual([2, 6, 3, 1, 1, 2]);
    expect(sectionsOf(pagesOf(null), 'open')).not.toEqual([]);
  });

  test('says of a screen what the page of personal data says, too, where a book has people', () => {
    const said = (level: string): string[] => sectionsOf(pagesOf(level), 'journal').map(({ title }) => title);
    const personal = ['Dữ liệu đã đi đâu', 'Mất máy, lộ danh sách: trong 72 giờ'];
    expect(said('commune')).toEqual(['Nhật ký và hoàn tác', ...personal]);
    expect(said('hamlet')).toEqual(['Hoàn tác', ...personal]);
    expect(said('province')).toEqual(['Nhật ký, đơn vị, sao lưu']);
  });

  test('leaves no mark of Markdown that its reader does not know', () => {
    const mark = /^(?:#|\||[*+] )|\*\*|`|\]\(|<!--/;
    const left = sections.flatMap(([id, one]) =>
      one.blocks.flatMap(spansOf).flatMap(({ text }) => (mark.test(text) ? [`${id}: ${text}`] : [])),
    );
    expect(left).toEqual([]);
  });

  test('says words and keys as the screens have them', () => {
    const texts = readdirSync('src/text/vi').map((file) => read(`src/text/vi/${file}`));
    // The last is its own example of what is bold.
    const known = [...texts.flatMap(literals), ...sentences(read('../src/messages.csv')), 'đậm'];
    expect(marked('word').filter((words) => !known.includes(words))).toEqual([]);
    const listed = Object.values(help.keys).flatMap((keys) =>
      keys.flatMap(([caps]) => caps.split(' / ').map((either) => nameOf(either.split('+')))),
    );
    const digits = (key: string): string => key.replace(/^Alt\+\d$/, 'Alt+số');
    expect(marked('keys').filter((key) => !listed.includes(nameOf(digits(key).split('+'))))).toEqual([]);
  });

  test('shows pictures that the tests of the window take, and no other lie there', () => {
    const tests = '../tests/window/tests';
    const shot = readdirSync(tests).flatMap((file) =>
      [...read(`${tests}/${file}`).matchAll(/\.shoot\("([\w-]+)"\)/g)].map((found) => found[1] ?? ''),
    );
    const shown = sections.flatMap(([, { blocks }]) =>
      blocks.flatMap((block) => (block.kind === 'picture' ? [block.name] : [])),
    );
    expect(shown.filter((name) => !shot.includes(name))).toEqual([]);
    expect(shown.filter((name) => !existsSync(`${HANDBOOK}/pictures/${name}.webp`))).toEqual([]);
    const rows = read(`${HANDBOOK}/pictures/pictures.csv`).trim().split('\n').slice(1);
    const parts = rows.map((row) => row.split(',')[0] ?? '');
    expect(parts).toEqual([...new Set(shown)].sort());
    const lying = readdirSync(`${HANDBOOK}/pictures`).filter((file) => file.endsWith('.webp'));
    expect(lying.sort()).toEqual(parts.map((name) => `${name}.webp`).sort());
  });

  test('names for each screen the plan or decree behind it, as docs/domain.md has it', () => {
    const domain = read('../docs/domain.md').replace(/\s+/g, ' ');
    const paper = /\d+\/KH-UBND|(?:Nghị định|Luật|Thông tư) \d+\/\d{4}(?:\/[\wĐ-]+)?|Tiền Giang/g;
    const wrong = sections.flatMap(([id, one]) => {
      const source = one.blocks.find(({ kind }) => kind === 'source');
      const named = source ? spansOf(source).flatMap(({ text }) => text.match(paper) ?? []) : [];
      if (one.screens.length > 0 && named.length === 0) return [`${id}: no paper`];
      return named.filter((name) => !domain.includes(name)).map((name) => `${id}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('is found without marks and case', () => {
    const titles = (typed: string): string[] => findSections(typed).map(({ section }) => section.id);
    expect(titles('mat may')[0]).toBe('thon/khoa so sao luu mat may');
    const [first] = findSections('mat may', pagesOf('commune')[0]);
    expect(first?.section.id).toBe('xa/mat khau sao luu mat may');
    expect(titles('MẤT máy')).toEqual(titles('mat may'));
    expect(titles('chot ngay')).toContain('xa/chot ngay');
    expect([titles('không có chữ này zz'), titles(' ')]).toEqual([[], []]);
  });
});
