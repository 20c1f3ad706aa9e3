// Writes the pages of the handbook as they go to paper, for `cargo xtask handbook`; run by Node, never in the window.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { render } from 'svelte/server';
import HandbookText from './frame/HandbookText.svelte';
import { handbook } from './text/handbook';

const folder = resolve('../target/handbook');
const pictures = pathToFileURL(resolve('../docs/handbook/pictures')).href;
mkdirSync(folder, { recursive: true });
for (const { id, title, sheets, lead, sections } of handbook) {
  const source = (picture: string): string => `${pictures}/${picture}.webp`;
  const text = render(HandbookText, { props: { sections: [{ ...lead, title: '' }, ...sections], source } });
  const head = `<meta charset="utf-8"><title>${title}</title><meta name="sheets" content="${sheets}">`;
  writeFileSync(
    `${folder}/${id}.html`,
    `<!doctype html><html lang="vi"><head>${head}</head><body><h1>${title}</h1>${text.body}</body></html>\n`,
  );
}
