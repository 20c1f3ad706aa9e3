import { count } from '../../format';

export const figures = {
  why: 'Xem số này gồm những gì',
  title: (unit: string, day: string) => `${unit}: số liệu ngày ${day}`,
  what: 'Chỉ số',
  before: (day: string) => `ngày trước (${day})`,
  lines: {
    activated: 'Kích hoạt trong ngày',
    absent: 'Vắng',
    ineligible: 'Không đủ điều kiện',
    no_smartphone: 'Không có điện thoại thông minh',
    other: 'Khác',
    cumulative: 'Lũy kế',
  },
  levels: (pending: boolean) => `trong đó mức 1 · mức 2${pending ? ' · chờ công an xác nhận' : ''}`,
  target: 'Chỉ tiêu',
  eligible: 'Người đủ điều kiện',
  ratio: 'Tỷ lệ',
  remaining: 'Còn lại',
  gained: (n: number, day: string) =>
    n === 0
      ? `Lũy kế không đổi so với ngày ${day}.`
      : `Lũy kế ${n > 0 ? 'tăng' : 'giảm'} ${count(Math.abs(n))} so với ngày ${day}.`,
  file: (sequence: number, unit: string, day: string) =>
    `Tệp số ${sequence} của ${unit}, lập cho ngày ${day}`,
  signedAt: (at: string) => `Ký lúc ${at}`,
  takenAt: (at: string) => `, nhận lúc ${at}.`,
  inside: ', nằm trong tệp của đơn vị cấp trên.',
  keyOfLaptop: 'Khóa của máy thôn, tin theo thẻ mở gói hoặc do xã xác nhận.',
  keyConfirmed: 'Khóa ký đã đối chiếu qua điện thoại.',
  keyNamed: (unit: string) =>
    unit ? `Khóa ký do ${unit} giới thiệu trong tệp của mình.` : 'Khóa ký chưa đối chiếu.',
  keyReplaced: ' Khóa này đã được thay.',
  fingerprint: (groups: string) => `Dấu khóa ${groups}`,
  replaces: (sequence: number, at: string, activated: number | null, cumulative: number | null) =>
    `Thay tệp số ${sequence} (ký lúc ${at}): khi đó trong ngày ${count(activated)}, lũy kế ${count(cumulative)}.`,
  parts: (some: number, all: number, day: string) => `${some}/${all} nơi có số liệu ngày ${day}`,
  ownLabel: 'Số liệu và tệp đã ký',
  partsLabel: 'Các nơi cộng thành số này',
  unit: 'Đơn vị',
  columns: { activated: 'Trong ngày', cumulative: 'Lũy kế' },
  open: (unit: string) => `Xem số của ${unit}`,
  missing: 'chưa có số liệu',
  of: (day: string) => `số ngày ${day}`,
  back: (unit: string) => `Quay lại ${unit}`,
};
