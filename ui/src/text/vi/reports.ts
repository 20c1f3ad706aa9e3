import type { ReportForm } from '../../api';

const what: Partial<Record<ReportForm, string>> = {
  annex1: 'theo đơn vị',
  annex2: 'theo cán bộ',
};

export const reports = {
  titleOf: (form: string, day: string) => `${form} – ${day}`,
  subtitle: (time: string | null) =>
    time ? `Bản xem trước giống bản in. Số liệu tính đến ${time}.` : 'Bản xem trước giống bản in.',
  forms: 'Mẫu báo cáo',
  standing: 'Danh sách theo công an',
  what,
  paper: 'Bản xem trước',
  print: 'In',
  export: 'Xuất Excel',
  exporting: (form: string) => `Đang ghi ${form}`,
  drawing: 'Đang dựng đủ các trang để in',
  day: 'Ngày báo cáo',
  from: 'Tính từ ngày',
  fromHint: 'trống: từ đầu đợt',
  unit: 'Đơn vị',
  wholeBook: 'Cả sổ',
  phones: 'Hiện đủ số điện thoại, để gọi hẹn',
  phonesNoted: '(nhật ký ghi lại)',
  group: 'Nhóm',
  everybody: 'Tất cả mọi người',
  campaign: 'Kế hoạch',
  campaignInUse: 'Kế hoạch đang dùng',
  signer: 'Người ký',
  recipients: 'Nơi nhận',
  recipientsHint: 'mỗi nơi một dòng',
  saveTo: 'Lưu vào',
  saveTitle: 'Lưu báo cáo',
  choosePlace: 'Chọn nơi lưu',
  lock: 'Đặt mật khẩu',
  password: 'Mật khẩu mở tệp',
  passwordHint: 'Chép lại và báo riêng cho người nhận: chương trình không giữ mật khẩu này.',
  written: (path: string) => `Đã ghi ${path}.`,
  openFile: 'Mở tệp',
  part: (shown: string, all: string) =>
    `Đang xem ${shown} trong ${all} dòng. Bản in và tệp Excel có đủ, số trang tính theo phần đang xem.`,
  showAll: 'Hiện đủ',
  pages: (pages: number, landscape: boolean) => `${pages} trang · A4 ${landscape ? 'ngang' : 'dọc'}`,
  notDrawn: 'Chưa lập được báo cáo này',
};
