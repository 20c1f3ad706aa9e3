// Closing the window while a job runs or drafts lie about is asked about; unexpected errors are told, never silent.
import { Refused, stopJob } from '../backend';
import { desk, refuse } from './desk.svelte';

export const frame = $state<{
  /** What would be lost, and the answer whether it may; null while nobody asks. */
  closing: { losing: 'job' | 'drafts'; answer: (may: boolean) => void } | null;
  /** How many drafts would go with the book: asked of the screen that has them. */
  drafts: () => number;
  /** What nobody expected, for whoever is asked for help. */
  fault: string | null;
  /** The sheet of keys lies open. */
  help: boolean;
}>({ closing: null, drafts: () => 0, fault: null, help: false });

/** Whether the window may close. A job that is stopped leaves the book as it was. */
export async function mayClose(): Promise<boolean> {
  if (desk.running) {
    if (!(await mayLose('job'))) return false;
    if (desk.running) await stopJob();
  }
  return mayLeave();
}

/** Whether the book may be left: its drafts go then. */
export async function mayLeave(): Promise<boolean> {
  return frame.drafts() === 0 || (await mayLose('drafts'));
}

async function mayLose(losing: 'job' | 'drafts'): Promise<boolean> {
  const may = await new Promise<boolean>((answer) => (frame.closing = { losing, answer }));
  frame.closing = null;
  return may;
}

/** Tells an error that no screen caught. */
export function tell(error: unknown): void {
  if (error instanceof Refused) refuse(error);
  else frame.fault = error instanceof Error ? `${error.message}\n${error.stack ?? ''}`.trim() : String(error);
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
