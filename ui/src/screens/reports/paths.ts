// Names and folders of the files that reports are written to.

/** The folder of a path of this computer, with its separator kept. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** A file in a folder, with the separator that the folder uses. */
export function joined(folder: string, file: string): string {
  if (!folder) return file;
  return `${folder}${folder.includes('\\') ? '\\' : '/'}${file}`;
}

/** "Báo cáo ngày" of 2026-11-21 → "Bao-cao-ngay-2026-11-21.xlsx": plain letters travel best on sticks and in mails. */
export function fileName(form: string, day: string): string {
  const plain = form
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\u0111/g, 'd')
    .replace(/\u0110/g, 'D')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain}-${day}.xlsx`;
}
