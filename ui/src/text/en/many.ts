/** 1, "house" → "1 house"; "1.204" → "1.204 houses". */
export const many = (n: number | string, one: string, more = `${one}s`): string =>
  `${n} ${String(n) === '1' ? one : more}`;
