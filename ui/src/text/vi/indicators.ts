import { count, day } from '../../format';

export const indicators = {
  none: 'Đợt này chưa đặt chỉ tiêu khác',
  noneWhy:
    'Ngoài kích hoạt tài khoản, kế hoạch có thể giao chỉ tiêu khác: hồ sơ trực tuyến, số hóa, thanh toán trực tuyến, điểm hỗ trợ… Lấy theo mẫu kế hoạch, hoặc tự đặt.',
  set: 'Đặt chỉ tiêu',
  take: (number: string, indicators: number) => `Lấy ${count(indicators)} chỉ tiêu của ${number}`,
  taken: (indicators: number) => `Đợt này có ${count(indicators)} chỉ tiêu khác`,
  round: 'Lần báo cáo',
  wholeCampaign: 'Cả đợt',
  due: (on: string) => `hạn báo cáo ${day(on)}`,
  print: 'In bảng này',
  import: 'Nhập Excel',
  importFile: 'Tệp Excel có cột Đơn vị, Tử số, Mẫu số',
  importOf: 'Số liệu của chỉ tiêu',
  importOfHint: 'nếu tệp không ghi tên chỉ tiêu',
  importAny: 'Tệp có tên chỉ tiêu',
  importDo: 'Nhập số liệu',
  needed: 'Chọn tệp trước',
  imported: (rows: number, changed: number) =>
    changed === 0
      ? `Đọc ${count(rows)} số liệu, đều như trong sổ`
      : `Đã nhập ${count(rows)} số liệu, ${count(changed)} số mới hoặc khác trước`,
  hint: 'Gõ tử số, mẫu số rồi Enter; dán được cả khối từ Excel. Ô trống là chưa có số liệu, không phải số 0.',
  columns: {
    unit: 'Chỉ tiêu, đơn vị',
    numerator: 'Tử số',
    denominator: 'Mẫu số',
    number: 'Số lượng',
    ratio: 'Tỷ lệ',
    threshold: 'Phải đạt',
    verdict: 'Kết quả',
  },
  cell: (indicator: string, unit: string, column: string) => `${indicator}, ${unit}, ${column}`,
  verdict: {
    reached: 'Đạt',
    'not-reached': 'Chưa đạt',
    missing: 'Chưa có số liệu',
    nothing: 'Không phát sinh',
    'no-threshold': 'Đã có số liệu',
  },
  reached: (reached: number, held: number) => `${count(reached)}/${count(held)} đơn vị đạt`,
  counted: (counted: number, expected: number) =>
    `đủ số liệu của ${count(counted)}/${count(expected)} đơn vị`,
  signed: 'đơn vị đã ký gửi',
  inPart: (counted: number, expected: number) =>
    `đã ký gửi, mới có ${count(counted)}/${count(expected)} đơn vị cấp dưới`,
  // The form
  formHint:
    'Mức phải đạt: một số cho mọi đơn vị (90), hoặc theo loại đơn vị, cách nhau bằng dấu chấm phẩy (tỉnh 70; huyện 60; xã 25; phường 55). Loại chỉ có tên là phải báo cáo, không có mức.',
  name: 'Tên chỉ tiêu',
  numerator: 'Tử số đếm gì',
  denominator: 'Mẫu số đếm gì',
  measure: 'Tính bằng',
  measures: { percent: '%', number: 'số lượng' },
  threshold: 'Phải đạt',
  by: 'Trước hết ngày',
  apart: 'Không cộng',
  apartHint: 'Số của các đơn vị không cộng được với nhau',
  nth: (n: number) => `Chỉ tiêu ${n}`,
  add: 'Thêm chỉ tiêu',
  remove: (name: string) => `Bỏ ${name}`,
  save: 'Ghi các chỉ tiêu',
  saved: (indicators: number) => `Đã ghi ${count(indicators)} chỉ tiêu`,
  cancel: 'Thôi',
};
