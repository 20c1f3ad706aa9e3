// Findings of a file's rows, the same ones together.
import type { Accounting } from '../api';
import { say, t } from '../text/index.svelte';

/** What is told of some rows: how many, the first of them. */
export interface Told {
  key: string;
  late: boolean;
  say: string;
}

export function together(issues: Accounting['issues']): Told[] {
  const several = issues.some(({ sheet }) => sheet !== issues[0]?.sheet);
  const place = ({ row, sheet }: Accounting['issues'][number]): string =>
    several ? `${row} – ${sheet}` : `${row}`;
  const by: Record<string, Accounting['issues']> = {};
  for (const issue of issues) (by[[issue.code, issue.raw, issue.stored].join('\n')] ??= []).push(issue);
  return Object.entries(by).map(([key, of]) => ({
    key,
    late: of[0]?.severity === 'rejection',
    say:
      t().walk.filled.rows(of.slice(0, 5).map(place), of.length) +
      say(of[0]?.code ?? '', { raw: of[0]?.raw ?? '', stored: of[0]?.stored ?? '' }),
  }));
}
