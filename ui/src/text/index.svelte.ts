// The words of the window, one file a screen. The core's own words (outcomes, states, refusals) come from its table.
import { isDayLike } from '../format';
import * as en from './en';
import * as vi from './vi';

export type Language = 'vi' | 'en';
export type Text = typeof vi;

const tables: Record<Language, Text> = { vi, en };

export const spoken = $state<{ language: Language; core: Record<string, string> }>({
  language: 'vi',
  core: {},
});

/** The window's words in the language spoken: `t().walk.title`. */
export const t = (): Text => tables[spoken.language];

/** Why a day that was typed cannot be read. */
export const dayFault = (typed: string): string =>
  isDayLike(typed) ? t().frame.day.none : t().frame.day.unreadable;

/** Of a sentence that the core gives in Vietnamese, then in English, the one spoken. */
export const heard = ([vi, en]: [string, string]): string => (spoken.language === 'vi' ? vi : en);

/** A sentence of the core by its code, its `{name}` places filled; the code itself where there is none. */
export function say(code: string, params: Record<string, string | number> = {}): string {
  const sentence = spoken.core[code] ?? code;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}
