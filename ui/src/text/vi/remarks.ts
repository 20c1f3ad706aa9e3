import { day } from '../../format';

export const remarks = {
  title: 'Ưu điểm, khó khăn, đề xuất',
  of: (from: string, until: string) => `từ ${day(from)} đến ${day(until)}`,
  none: 'Chưa ghi gì. Nội dung ghi ở đây có trong báo cáo này và bản Word.',
  kind: 'Loại',
  kinds: {
    merit: 'Ưu điểm',
    difficulty: 'Khó khăn, tồn tại',
    cause: 'Nguyên nhân',
    proposal: 'Kiến nghị, đề xuất',
  },
  unit: 'Của đơn vị',
  text: 'Nội dung',
  hint: 'không ghi họ tên, số định danh',
  keep: 'Ghi nhận xét',
  remove: 'Bỏ',
  removeOf: (unit: string, text: string) => `Bỏ nhận xét của ${unit}: ${text}`,
  letter: 'Bản Word',
  lettering: 'Đang ghi bản Word',
  letterPlace: 'Lưu bản Word',
};
