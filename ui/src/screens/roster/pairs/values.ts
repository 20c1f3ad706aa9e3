// Values of a pair as the screen shows them: numbers masked but for the digits that differ, codes in words.
import type { FieldPair } from '../../../api';
import { maskExcept, maskPhone } from '../../../format';
import { say } from '../../../text/index.svelte';

const NUMBERS = ['number', 'old-number'];

function shown(field: FieldPair, text: string, marks: [number, number][]): string {
  if (NUMBERS.includes(field.field))
    return text && maskExcept(text, field.comparison === 'differs' ? marks : []);
  if (field.field === 'phone') return text && maskPhone(text);
  return field.field === 'sex' || field.field === 'account' ? text && say(text) : text;
}

export const ours = (field: FieldPair): string => shown(field, field.ours, field.our_marks);
export const theirs = (field: FieldPair): string => shown(field, field.theirs, field.their_marks);

/** Characters to mark: none where the mask hides them or words were put for a code. */
export function marksOf(field: FieldPair, marks: [number, number][]): [number, number][] {
  const hidden = field.field === 'phone' || field.field === 'sex' || field.field === 'account';
  return hidden ? [] : marks;
}
