// Closing the window while a job runs is asked about; unexpected errors are told, never silent.
import { Refused, stopJob } from '../backend';
import { call, desk, refuse } from '../state/desk.svelte';

class Frame {
  /** The answer whether a job may be stopped by closing the window; null while nobody asks. */
  closing = $state<((may: boolean) => void) | null>(null);
  /** What nobody expected, for whoever is asked for help. */
  fault = $state<string | null>(null);
  /** The sheet of keys lies open. */
  help = $state(false);
  /** The field that leads anywhere is open. */
  goTo = $state(false);
}

export const frame = new Frame();

/** Whether the window may close. A job that is stopped leaves the book as it was. */
export async function mayClose(): Promise<boolean> {
  if (desk.running) {
    const may = await new Promise<boolean>((answer) => (frame.closing = answer));
    frame.closing = null;
    if (!may) return false;
    if (desk.running) await stopJob();
  }
  // What cannot be kept was told while it was typed; it does not hold the window.
  await desk.keep().catch(() => undefined);
  return true;
}

/** Tells an error that no screen caught. */
export function tell(error: unknown): void {
  if (error instanceof Refused) return refuse(error);
  // The log learns where, and nothing of what it says.
  const [, line, column] = /:(\d+):(\d+)/.exec((error instanceof Error && error.stack) || '') ?? [];
  if (line) void call('fault_note', { line: Number(line), column: Number(column) }).catch(() => undefined);
  frame.fault = error instanceof Error ? `${error.message}\n${error.stack ?? ''}`.trim() : String(error);
}

/** Catches what screens did not. */
export function watchFaults(): void {
  // A layout that is measured again is no fault.
  window.addEventListener('error', (event) => {
    if (!event.message.startsWith('ResizeObserver')) tell(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    tell(event.reason);
  });
}
