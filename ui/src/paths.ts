// Paths of files on this computer, and names for new ones.
import { freed } from './format';

/** The last part of a path. */
export const fileOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The folder of a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** A file in a folder, by the folder's own kind of stroke. */
export function joined(folder: string, file: string): string {
  if (!folder) return file;
  const stroke = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.replace(/[\\/]+$/, '') + stroke + file;
}

/** "Báo cáo ngày", 2026-11-21 → "Bao-cao-ngay-2026-11-21": plain letters travel best on sticks and in mails. */
export const fileName = (...parts: string[]): string =>
  parts
    .flatMap((part) =>
      freed(part)
        .split(/[^A-Za-z0-9]+/)
        .filter(Boolean),
    )
    .join('-');
