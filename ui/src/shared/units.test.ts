import { expect, test } from 'vitest';
import type { DatedUnit } from '../api';
import { choices } from './units';

const unit = (name: string, last_day: string | null): DatedUnit => ({
  id: name,
  parent_id: 'xa',
  kind: 'thon',
  name,
  code: '',
  position: 0,
  first_day: null,
  last_day,
  past: [],
});
const units = [unit('Thôn 33', '2025-11-23'), unit('Thôn 34', null), unit('Thôn 35', '2025-11-25')];

test.each<[string, string[]]>([
  ['2025-11-23', ['Thôn 33', 'Thôn 34', 'Thôn 35']],
  ['2025-11-24', ['Thôn 34', 'Thôn 35', 'Thôn 33 (đến 23/11/2025)']],
  ['2025-11-28', ['Thôn 34', 'Thôn 33 (đến 23/11/2025)', 'Thôn 35 (đến 25/11/2025)']],
])('on %s there are %o', (day, names) => expect(choices(units, day).map(({ name }) => name)).toEqual(names));
