// The only file that names Tauri: the core's commands, the system's dialogs, drops and the window itself.
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Commands, Refusal } from './api';

export type Command = keyof Commands;
export type Args<K extends Command> = Commands[K]['args'];
export type Out<K extends Command> = Commands[K]['out'];

/** What a command gave, and the tables that it changed. */
export interface Answer<T> {
  out: T;
  touched: string[];
}

/** How far the running job is; total 0 is unknown. `step` is a code of the core's words. */
export interface Progress {
  step: string;
  done: number;
  total: number;
}

/** The core refused a command; nothing was changed. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.sentences[0]);
  }
  get code(): string {
    return this.refusal.code;
  }
}

async function ask<T>(name: string, args: unknown): Promise<Answer<T>> {
  try {
    return await invoke<Answer<T>>('call', { name, args });
  } catch (refusal) {
    throw typeof refusal === 'object' && refusal !== null && 'code' in refusal
      ? new Refused(refusal as Refusal)
      : refusal;
  }
}

/** Calls a command of the core (`src/api.rs`). Screens use `call` of state/desk.svelte.ts instead. */
export const callCore = <K extends Command>(name: K, args: Args<K>): Promise<Answer<Out<K>>> =>
  ask<Out<K>>(name, args);

/** Asks the running job to stop; it leaves the book as it was. */
export const stopJob = (): Promise<unknown> => ask('system.stop', {});

/** Prints the page as the print styles show it, on A4 pages that stand or lie. */
export const print = (landscape: boolean): Promise<unknown> => ask('system.print', { landscape });

/** Opens what the program wrote, or a folder that was chosen, as a double click would. */
export const openPath = (path: string): Promise<unknown> => ask('system.open', { path });

/** Ends the program and starts the version that has its place now. */
export const restart = (): Promise<unknown> => ask('system.restart', {});

/** The files that double clicks handed to the program since this was asked last. */
export const handedFiles = async (): Promise<string[]> => (await ask<string[]>('system.handed', {})).out;

/** Tells that a double click handed files over. */
export const onHanded = (tell: () => void): Promise<Off> => listen('handed', tell);

/** The user's folder of documents. */
export const documents = async (): Promise<string> => (await ask<string>('system.documents', {})).out;

/** Puts a text on the clipboard. */
export const copyText = (text: string): Promise<void> => navigator.clipboard.writeText(text);

export interface FileKind {
  name: string;
  extensions: string[];
}

/** What a person chose in a dialog of the system. The program shows it: only so it knows that a person chose. */
const chosen = async (dialog: string, question: object): Promise<string[]> =>
  (await ask<string[]>(`system.choose_${dialog}`, question)).out;

export const chooseFile = async (title: string, kinds: FileKind[]): Promise<string | null> =>
  (await chosen('file', { title, kinds }))[0] ?? null;

export const chooseFiles = (title: string, kinds: FileKind[]): Promise<string[]> =>
  chosen('files', { title, kinds });

export const chooseFolder = async (title: string): Promise<string | null> =>
  (await chosen('folder', { title }))[0] ?? null;

/** `path` is where the file would go: a whole path, or a name alone. */
export const chooseSave = async (title: string, path: string, kinds: FileKind[]): Promise<string | null> =>
  (await chosen('save', { title, path, kinds }))[0] ?? null;

/** Whether a file may be written there without asking where. */
export const mayWrite = async (path: string): Promise<boolean> =>
  (await ask<boolean>('system.may_write', { path })).out;

/** What this system can do for the window. */
export interface Abilities {
  /** Keep it out of pictures of the screen. */
  hide_from_capture: boolean;
  /** Tell it when the session is locked. */
  tell_lock: boolean;
}

export const abilities = async (): Promise<Abilities> => (await ask<Abilities>('system.abilities', {})).out;

type Off = () => void;

export const onProgress = (tell: (progress: Progress) => void): Promise<Off> =>
  listen<Progress>('progress', (event) => tell(event.payload));

/** Tells when the session of the system is locked, or the computer goes to sleep. */
export const onSystemLock = (lock: (reason: 'session' | 'sleep') => void): Promise<Off> =>
  listen<'session' | 'sleep'>('locks', (event) => lock(event.payload));

/** Files dropped on the window; `over` says whether some hang over it. */
export const onDrop = (drop: (paths: string[]) => void, over: (hanging: boolean) => void): Promise<Off> =>
  getCurrentWebview().onDragDropEvent(({ payload }) => {
    over(payload.type === 'enter' || payload.type === 'over');
    if (payload.type === 'drop') drop(payload.paths);
  });

/** Asked before the window closes; it stays open unless `mayClose` says yes. */
export const onCloseRequested = (mayClose: () => boolean | Promise<boolean>): Promise<Off> =>
  getCurrentWindow().onCloseRequested(async (event) => {
    if (!(await mayClose())) event.preventDefault();
  });

export const setTitle = (title: string): Promise<void> => getCurrentWindow().setTitle(title);
