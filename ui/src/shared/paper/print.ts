// Prints pages, which have margins of their own; how they lie is set for the time of printing.
import { print } from '../../backend';

const rules = new CSSStyleSheet();

/** Opens the system's dialog with A4 pages that stand or lie. */
export async function printPages(landscape: boolean): Promise<void> {
  rules.replaceSync(`@page { size: A4 ${landscape ? 'landscape' : 'portrait'}; margin: 0; }`);
  if (!document.adoptedStyleSheets.includes(rules)) document.adoptedStyleSheets.push(rules);
  await print(landscape);
}
