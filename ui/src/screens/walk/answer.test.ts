import { describe, expect, it } from 'vitest';
import type { Outcome, PersonOnRound, ReasonsOf } from '../../api';
import { backKey, begin, doubted, press, readMoment, reasonKey, visits, type Draft } from './answer';

function person(code: string, level = 2, today: string | null = null): PersonOnRound {
  return {
    id: code,
    code,
    name: 'Lê Thị Thử',
    sex: null,
    birth: null,
    relation: '',
    number: '',
    phone: '',
    sign: null,
    need: 'now',
    again: false,
    due: null,
    official: '',
    extract: null,
    granted: null,
    of_age: true,
    attempts: [],
    today,
    corrects: today !== null,
    presets: [
      { outcome: 'activated', level, channel: 'app', reason: 'own-device' },
      { outcome: 'absent', level: 0, channel: null, reason: '' },
    ],
    words: '',
  };
}

function started(outcome: Outcome, people: PersonOnRound[]): Draft {
  const draft = begin(outcome, people);
  if (!draft) throw new Error('nobody is asked');
  return draft;
}

const reasons = (outcome: Outcome, count: number, appointment = true): ReasonsOf => ({
  outcome,
  codes: Array.from({ length: count }, (_, at) => (outcome === 'other' && at === 4 ? 'come-back' : `r${at}`)),
  needed: false,
  appointment,
});

describe('an answer at the door', () => {
  it('is one key and Enter where the extract tells the level', () => {
    const draft = begin('activated', [person('C1')]);
    expect(draft && visits(draft, [person('C1')], null, null)).toMatchObject([
      { citizen: 'C1', outcome: 'activated', level: 2, channel: 'app', reason: 'own-device', corrects: null },
    ]);
  });

  it('takes the digits from 1 again', () => {
    const draft = started('activated', [person('C1', 0)]);
    const devices = reasons('activated', 3, false);
    for (const digit of ['1', '4', '6']) expect(press(draft, digit, devices)).toBe('answered');
    expect(draft).toMatchObject({ level: 1, channel: 'web', reason: 'r1' });
    expect(press(draft, '9', devices)).toBeNull();
  });

  it('leads to the appointment by the digit after the reasons, and by the reason that is one', () => {
    const draft = started('absent', [person('C1')]);
    expect(backKey(reasons('absent', 5))).toBe('6');
    expect(press(draft, '6', reasons('absent', 5))).toBe('back');
    expect(press(started('other', [person('C1')]), '5', reasons('other', 12))).toBe('back');
    expect([9, 10, 11].map((at) => reasonKey(reasons('other', 12), at))).toEqual(['-', '', '0']);
  });

  it('takes a reason back when it is pressed again', () => {
    const draft = started('absent', [person('C1')]);
    press(draft, '2', reasons('absent', 5));
    press(draft, '2', reasons('absent', 5));
    expect(draft.reason).toBe('');
  });

  it('gives each of several people the own preset unless it was answered', () => {
    const people = [person('C1', 2), person('C2', 1)];
    const draft = started('activated', people);
    expect(visits(draft, people, null, null).map((visit) => visit.level)).toEqual([2, 1]);
    press(draft, '2', reasons('activated', 3));
    expect(visits(draft, people, null, null).map((visit) => visit.level)).toEqual([2, 2]);
  });

  it('is looked at twice where the police list or the register says otherwise', () => {
    const check = (outcome: Outcome, known: Partial<PersonOnRound>, keys: string, expected: boolean) => {
      const one = { ...person('C1', 0), ...known };
      const draft = started(outcome, [one]);
      for (const key of keys) press(draft, key, { ...reasons(outcome, 3), codes: ['r0', 'r1', 'under-14'] });
      expect(doubted(draft, [one]).length > 0, `${outcome} ${keys} ${JSON.stringify(known)}`).toBe(expected);
    };
    check('activated', { granted: 0 }, '', true);
    check('activated', { granted: null }, '2', false);
    check('activated', { granted: 1 }, '1', false);
    check('activated', { granted: 1 }, '2', true);
    check('activated', { granted: 2 }, '2', false);
    check('ineligible', { birth: '1985' }, '3', true);
    check('ineligible', { birth: '1985' }, '2', false);
    check('ineligible', { birth: null }, '3', false);
    check('ineligible', { birth: '2016', of_age: false }, '3', false);
  });

  it('corrects the visit of today with its time', () => {
    const met = person('C1', 2, 'v1');
    met.attempts = [
      {
        counts: true,
        by: '',
        visit: {
          id: 'v1',
          citizen_id: 'C1',
          at: '2026-11-21T19:12:00+07:00',
          outcome: 'other',
          level: 0,
          channel: null,
          reason: 'refused',
          come_back_at: null,
          member_id: null,
          note: '',
          corrects: null,
          venue: null,
        },
      },
    ];
    const draft = started('activated', [met]);
    expect(visits(draft, [met], null, null)[0]).toMatchObject({
      corrects: 'v1',
      at: '2026-11-21T19:12:00+07:00',
    });
  });
});

describe('an appointment', () => {
  const check = (typed: string, expected: string | null) =>
    expect(readMoment(typed, '2026-11-21T19:12:00+07:00')).toBe(expected && `2026-11-${expected}:00+07:00`);

  it('is read as people type it', () => {
    for (const typed of ['1930', '19h30', '19:30', '19.30']) check(typed, '21T19:30');
    check('20h', '21T20:00');
    check('20', '21T20:00');
    check('mai 19h', '22T19:00');
    check('22/11', '22T00:00');
    check('22/11 8h30', '22T08:30');
  });

  it('is tomorrow when the hour is past', () => check('8h', '22T08:00'));

  it('is not guessed', () => {
    for (const typed of ['', 'toi', '25h', '19h75', '32/11', '19h 20h']) check(typed, null);
  });
});
