import { expect, test } from 'vitest';
import { fileName, fileOf, folderOf, joined } from './paths';

test('files are named in plain letters, beside the one before', () => {
  expect(fileName('Báo cáo ngày', '2026-11-21')).toBe('Bao-cao-ngay-2026-11-21');
  expect(fileName('so-lieu', 'Xã Đông Đỗ', '2026-11-21')).toBe('so-lieu-Xa-Dong-Do-2026-11-21');
  expect(fileName('Không ĐTTM (đợt 1)', '', '2026-11-21')).toBe('Khong-DTTM-dot-1-2026-11-21');
  expect(folderOf('C:\\So\\xa.tungnha')).toBe('C:\\So');
  expect([fileOf('C:\\So\\xa.tungnha'), fileOf('/so/xa.tungnha')]).toEqual(['xa.tungnha', 'xa.tungnha']);
  expect(joined('C:\\So', 'a.xlsx')).toBe('C:\\So\\a.xlsx');
  expect(joined(folderOf('/so/xa.tungnha'), 'a.xlsx')).toBe('/so/a.xlsx');
  expect(joined('/usb/', 'a')).toBe('/usb/a');
  expect(joined('', 'a.xlsx')).toBe('a.xlsx');
});
