// Values of a pair as the screen shows them: numbers masked, until F2, but for few digits that differ, codes in words.
import type { FieldPair, Range } from '../../../api';
import { areFew, count } from '../../../format';
import { reveal, shownNumber, shownNumberWith } from '../../../state/reveal.svelte';
import { say } from '../../../text/index.svelte';

const NUMBERS = ['number', 'old-number'];

function shown(field: FieldPair, text: string, marks: [number, number][]): string {
  if (NUMBERS.includes(field.field))
    return text && shownNumberWith(text, field.comparison === 'differs' ? marks : []);
  if (field.field === 'phone') return text && shownNumber(text);
  return field.field === 'sex' || field.field === 'account' ? text && say(text) : text;
}

/** The ends of an interval. */
export const range = ({ low, high }: Range): string =>
  low === high ? count(low) : `${count(low)}–${count(high)}`;

export const ours = (field: FieldPair): string => shown(field, field.ours, field.our_marks);
export const theirs = (field: FieldPair): string => shown(field, field.theirs, field.their_marks);

/** Characters to mark: none where the mask hides them or words were put for a code. */
export function marksOf(field: FieldPair, marks: [number, number][]): [number, number][] {
  const hidden =
    (reveal.left === 0 && (field.field === 'phone' || (NUMBERS.includes(field.field) && !areFew(marks)))) ||
    field.field === 'sex' ||
    field.field === 'account';
  return hidden ? [] : marks;
}
