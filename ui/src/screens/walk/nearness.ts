// The order of what was found while one types.
import { plain } from '../../format';

/** Hits whose house has that very number first, then who is called just that, then whose name ends with it; else as they came. */
export function byNearness<T>(
  query: string,
  hits: T[],
  words: (hit: T) => [number: string, name: string],
): T[] {
  const far = (hit: T): number => {
    const [number, name] = words(hit).map(plain) as [string, string];
    return [number === query, name === query, name.endsWith(` ${query}`), true].indexOf(true);
  };
  return [...hits].sort((a, b) => far(a) - far(b));
}
