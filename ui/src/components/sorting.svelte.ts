// The order of a table's rows by one of its columns; the choice is kept until the program ends.

/** What a column orders by; what is missing stands last, whichever way. */
export type Key<Row> = (row: Row) => number | string | null | undefined;

const chosen: Record<string, { column: string; down: boolean } | undefined> = {};
const names = new Intl.Collator('vi', { numeric: true });

export class Sorting<Row, Column extends string = string> {
  /** The column by which rows stand; none: as they came. */
  column = $state<Column | null>(null);
  down = $state(true);
  readonly #table: string;
  readonly #keyOf: (column: Column) => Key<Row> | undefined;

  /** `table` names the table, so that it finds its order again. */
  constructor(table: string, keyOf: (column: Column) => Key<Row> | undefined) {
    this.#table = table;
    this.#keyOf = keyOf;
    const kept = chosen[table];
    if (kept) [this.column, this.down] = [kept.column as Column, kept.down];
  }

  /** Another press turns the order round, a third one leaves rows as they came. Names begin with A, figures with the largest. */
  press(column: Column, first: 'up' | 'down'): void {
    if (this.column !== column) [this.column, this.down] = [column, first === 'down'];
    else if (this.down === (first === 'down')) this.down = !this.down;
    else this.column = null;
    chosen[this.#table] = this.column ? { column: this.column, down: this.down } : undefined;
  }

  of(rows: Row[]): Row[] {
    const key = this.column && this.#keyOf(this.column);
    if (!key) return rows;
    const way = this.down ? -1 : 1;
    return [...rows].sort((left, right) => {
      const [a, b] = [key(left), key(right)];
      if (a == null || b == null) return Number(a == null) - Number(b == null);
      return (
        way * (typeof a === 'number' && typeof b === 'number' ? a - b : names.compare(String(a), String(b)))
      );
    });
  }
}
