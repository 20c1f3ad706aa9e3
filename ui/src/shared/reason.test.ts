import { expect, test } from 'vitest';
import { foundBy } from './reason';

test('who is found by another thing than the name is told by what', () => {
  const fields = {
    head: 'Hồ Thị Hoa',
    house: '12B',
    phone: '0912345678',
    number: '034123456789 163456789',
    household: '001-0026',
    code: 'CD000086',
  };
  const check = (query: string, expected: string | null): void =>
    expect(foundBy(query, 'Nguyễn Văn Tòng', fields)).toBe(expected);
  check('tong', null);
  check('nguyen van tong', null);
  check('hoa', 'head');
  check('tong hoa', 'head');
  check('12b', 'house');
  check('0912 345', 'phone');
  check('456789', 'number');
  check('001-0026', 'household');
  check('cd000086', 'code');
  check('xyz', null);
});
