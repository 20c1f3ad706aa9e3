// What is typed into the form of a campaign, and what it says as a plan.
import type { Plan } from '../../api';
import { day, isDayLike, readCount, readDay } from '../../format';

export interface TypedPhase {
  name: string;
  first: string;
  last: string;
  due: string;
  target: string;
}

export interface TypedPlan {
  number: string;
  issuer: string;
  title: string;
  first: string;
  last: string;
  target: string;
  phases: TypedPhase[];
}

export const emptyPhase = (name: string): TypedPhase => ({ name, first: '', last: '', due: '', target: '' });

export function typedOf(plan: Plan | null): TypedPlan {
  const text = (iso: string | null): string => (iso ? day(iso) : '');
  const number = (value: number | null): string => (value == null ? '' : String(value));
  return {
    number: plan?.number ?? '',
    issuer: plan?.issuer ?? '',
    title: plan?.title ?? '',
    first: text(plan?.first_day ?? null),
    last: text(plan?.last_day ?? null),
    target: number(plan?.target ?? null),
    phases: (plan?.phases ?? []).map((phase) => ({
      name: phase.name,
      first: text(phase.first_day),
      last: text(phase.last_day),
      due: text(phase.report_due),
      target: number(phase.target),
    })),
  };
}

export type Wrong = 'missing' | 'unreadable' | 'none' | 'number';

/** The plan, or what is wrong, by field: "first", "phases.0.last". */
export function planOf(typed: TypedPlan, today: string): { plan: Plan | null; wrong: Record<string, Wrong> } {
  const wrong: Record<string, Wrong> = {};
  const needed = (field: string, text: string): string => {
    if (text.trim() === '') wrong[field] = 'missing';
    return text.trim();
  };
  const date = (field: string, text: string, optional = false): string | null => {
    if (optional && text.trim() === '') return null;
    const found = readDay(text, today);
    if (found === null)
      wrong[field] = text.trim() === '' ? 'missing' : isDayLike(text) ? 'none' : 'unreadable';
    return found;
  };
  const amount = (field: string, text: string): number | null => {
    const found = readCount(text);
    if (found === undefined) wrong[field] = 'number';
    return found ?? null;
  };
  const plan: Plan = {
    number: needed('number', typed.number),
    issuer: typed.issuer.trim(),
    title: needed('title', typed.title),
    first_day: date('first', typed.first) ?? '',
    last_day: date('last', typed.last) ?? '',
    target: amount('target', typed.target),
    phases: typed.phases.map((phase, i) => ({
      name: needed(`phases.${i}.name`, phase.name),
      first_day: date(`phases.${i}.first`, phase.first) ?? '',
      last_day: date(`phases.${i}.last`, phase.last) ?? '',
      report_due: date(`phases.${i}.due`, phase.due, true),
      target: amount(`phases.${i}.target`, phase.target),
    })),
  };
  return { plan: Object.keys(wrong).length === 0 ? plan : null, wrong };
}
