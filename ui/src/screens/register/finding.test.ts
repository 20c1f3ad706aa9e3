import { expect, test, vi } from 'vitest';
import { Finding, isCard } from './finding.svelte';

const asked: string[] = [];
let answer: () => void = () => undefined;

vi.mock('../../state/desk.svelte', () => ({
  refuse: () => undefined,
  call: (_: string, { query }: { query: string }) => {
    asked.push(query);
    return new Promise((done) => (answer = () => done({ people: [], more: false })));
  },
}));

test('one question at a time, and the newest comes next', async () => {
  const finding = new Finding();
  finding.typed = 'n';
  const all = finding.find();
  for (const typed of ['ng', 'ngu', 'nguy ']) {
    finding.typed = typed;
    void finding.find();
  }
  answer();
  await vi.waitFor(() => expect(asked).toEqual(['n', 'nguy']));
  answer();
  await all;
  await finding.settled();
  expect(finding.answered).toBe('nguy');
});

test('a card is not searched while it is typed', async () => {
  asked.length = 0;
  const finding = new Finding();
  finding.typed = '038070001234||Lò';
  await finding.find();
  expect(asked).toEqual([]);
  expect([isCard('038070001234|'), isCard('lò văn')]).toEqual([true, false]);
});
