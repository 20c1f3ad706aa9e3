/** What a sign stands for: an outcome, or "none" for not visited yet. */
export type SignOf = 'activated' | 'absent' | 'ineligible' | 'no-smartphone' | 'other' | 'none';

/** The letter of each outcome, the same on paper and in every language. */
export const LETTER: Record<SignOf, string> = {
  activated: 'K',
  absent: 'V',
  ineligible: 'Đ',
  'no-smartphone': 'S',
  other: 'H',
  none: '',
};
