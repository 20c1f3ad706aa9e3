// Why somebody was found whose name is not what was typed.
import type { Citizen, Household } from '../api';
import { plain } from '../format';
import { t } from '../text/index.svelte';

type Field = 'head' | 'house' | 'household' | 'phone' | 'number' | 'code';

/** What holds the words that the name does not, the most telling first; null where the name has them all. */
export function foundBy(query: string, name: string, fields: Partial<Record<Field, string>>): Field | null {
  const words = plain(query).split(' ').filter(Boolean);
  const rest = words.filter((word) => !plain(name).includes(word));
  if (rest.length === 0) return null;
  const digits = rest.join('').replace(/\D/g, '');
  const holds = ([field, value]: [string, string]): boolean => {
    const text = plain(value);
    if (field === 'phone' || field === 'number') return digits.length > 2 && text.includes(digits);
    return rest.some((word) => text.includes(word));
  };
  return (Object.entries(fields).find(holds)?.[0] ?? null) as Field | null;
}

/** "chủ hộ Hồ Thị Hoa": said beside who was found; empty where the name says it. */
export function reason(
  query: string,
  person: Pick<Citizen, 'name'> & Partial<Citizen>,
  of: Household,
): string {
  const { head, house_number: house, code: household } = of;
  const number = `${person.number ?? ''} ${person.old_number ?? ''}`;
  const by = foundBy(query, person.name, {
    ...{ head, house, phone: person.phone ?? '', number, household, code: person.code ?? '' },
  });
  const words = t().register.foundBy;
  if (by === null) return '';
  const said = { head: words.head(head), house: '', household: words.household(household) };
  return { phone: words.phone, number: words.number, code: words.code(person.code ?? ''), ...said }[by];
}
