// The lock: after idle minutes, when the computer slept, when the system's session is locked, or when asked. The book is
// closed, so that its key leaves the memory; what was on the screen stays behind the lock until the same book is unlocked.
import { onSystemLock } from '../backend';
import { call, desk, type LockReason } from '../state/desk.svelte';
import { reveal } from '../state/reveal.svelte';

const TICK = 5_000;
/** A tick so late means that the computer slept; windows out of sight are ticked rarely, but not as rarely. */
const SLEPT = 120_000;

/** Whether it is time to lock: times in milliseconds. */
export function timeToLock(
  now: number,
  lastTick: number,
  lastAct: number,
  minutes: number,
): LockReason | null {
  if (minutes === 0) return null;
  if (now - lastTick > SLEPT) return 'sleep';
  return now - lastAct >= minutes * 60_000 ? 'idle' : null;
}

/** Closes the book and shows the lock. */
export async function lockBook(reason: LockReason): Promise<void> {
  if (!desk.book || desk.locked || desk.running) return;
  reveal.hide();
  desk.locked = reason;
  await desk.keep().catch(() => undefined);
  await call('book_close', {});
}

/** Watches the hands, the clock and the system, for as long as the window lives. */
export function watchIdle(): () => void {
  /** Why the system asked for the lock while a job ran, which ends first. */
  let asked: LockReason | null = null;
  let lastAct = Date.now();
  let lastTick = lastAct;
  const act = (): void => void (lastAct = Date.now());
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  for (const name of events) window.addEventListener(name, act, { capture: true, passive: true });
  const timer = setInterval(() => {
    const now = Date.now();
    if (desk.running) act();
    const reason = asked ?? timeToLock(now, lastTick, lastAct, desk.settings?.idle_minutes ?? 0);
    lastTick = now;
    if (desk.running) return;
    asked = null;
    if (reason) void lockBook(reason);
  }, TICK);
  const off = onSystemLock((reason) => {
    // Whoever chose that nothing locks by itself is heard.
    if ((desk.settings?.idle_minutes ?? 0) === 0) return;
    if (desk.running) asked = reason;
    else void lockBook(reason);
  });
  return () => {
    clearInterval(timer);
    void off.then((stop) => stop());
    for (const name of events) window.removeEventListener(name, act, { capture: true });
  };
}
