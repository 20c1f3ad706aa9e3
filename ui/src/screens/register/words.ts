// People and households in words.
import type { Citizen, Departure, Household, OfficialState } from '../../api';
import { birth, day } from '../../format';
import { desk } from '../../state/desk.svelte';
import { t } from '../../text/index.svelte';

/** "sinh 12/03/1980, nam, chủ hộ". */
export function about(citizen: Citizen): string {
  const words = t().register;
  const sex = citizen.sex === 'male' ? words.male : citizen.sex === 'female' ? words.female : '';
  return [citizen.birth && words.born(birth(citizen.birth)), sex, citizen.relation]
    .filter(Boolean)
    .join(', ');
}

/** "nhà 12, Ngõ Đình, Thôn Đoài". */
export const placeOf = (household: Household, unit: string): string =>
  t().register.place(household.house_number, household.alley, unit);

export function departed(departure: Departure): string {
  return t().register.gone[departure.gone](day(departure.day));
}

/** "đã kích hoạt mức 2, tính đến 20/11/2026". */
export function officialWords(official: OfficialState | null): string {
  const words = t().register;
  if (!official) return desk.book?.rosters === 0 ? words.noList : words.notListed;
  return `${words.states[official.state]}, ${words.asOf(day(official.as_of))}`;
}

export function yesNo(value: boolean | null): string {
  const words = t().register;
  return value === null ? words.unsaid : value ? words.yes : words.no;
}
