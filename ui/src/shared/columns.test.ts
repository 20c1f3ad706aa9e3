import { expect, test } from 'vitest';
import { tabbed } from './columns';

function copied(rows: string): string {
  document.body.innerHTML = `<table>${rows}</table>`;
  const table = document.querySelector('table');
  return table ? tabbed(table) : '';
}

test('a table is copied as a spreadsheet takes it', () => {
  const check = (rows: string, expected: string): void => expect(copied(rows)).toBe(expected);
  check(
    '<tr><th>Đơn vị <span aria-hidden="true">▾</span></th><th>Chỉ tiêu</th></tr><tr><td> Thôn\n 6 </td><td>1.316.749</td></tr>',
    'Đơn vị\tChỉ tiêu\nThôn 6\t1316749',
  );
  check('<tr><td colspan="2">Tổng</td><td>−210</td><td>66,74%</td></tr>', 'Tổng\t\t-210\t66,74%');
  // A day, an hour and a drawing are no figures.
  check('<tr><td>21.11</td><td>20:30</td><td><svg><title>x</title></svg>–</td></tr>', '21.11\t20:30\t–');
});
