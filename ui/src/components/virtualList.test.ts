import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';
import VirtualList from './VirtualList.svelte';

/** jsdom measures nothing. */
class Unmeasured {
  observe = vi.fn();
  unobserve = vi.fn();
  disconnect = vi.fn();
}

test('a list that was scrolled as its screen was left fails at nothing', () => {
  vi.stubGlobal('ResizeObserver', Unmeasured);
  const row = createRawSnippet((item: () => string) => ({ render: () => `<p>${item()}</p>` }));
  const props = { items: ['Nhà 1', 'Nhà 2'], rowHeight: 3, zoom: 1, row, label: 'Các hộ', key: String };
  const list = mount(VirtualList<string>, { target: document.body, props });
  flushSync();
  const box = document.querySelector('[role="list"]');
  const faults: string[] = [];
  const note = (event: ErrorEvent): void => {
    event.preventDefault();
    faults.push(event.message);
  };
  addEventListener('error', note);
  void unmount(list);
  // It comes a frame late.
  box?.dispatchEvent(new Event('scroll'));
  removeEventListener('error', note);
  expect([box?.textContent, faults]).toEqual(['Nhà 1Nhà 2', []]);
});
