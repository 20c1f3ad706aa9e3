import type { Percent } from '../../api';
import { count, day, percent } from '../../format';

// Between ** stands what is set bold, between ~~ what is late.
export const targets = {
  title: 'Chỉ tiêu',
  tabs: { progress: 'Tiến độ', sheet: 'Chỉ tiêu từng đơn vị', indicators: 'Chỉ tiêu khác', plan: 'Kế hoạch' },
  tabsLabel: 'Các phần của chỉ tiêu',
  campaign: 'Đợt cao điểm',
  newCampaign: 'Lập đợt khác',
  use: 'Dùng đợt này',
  noCampaign: 'Chưa có đợt cao điểm',
  noCampaignWhy:
    'Ghi số kế hoạch, ngày bắt đầu, ngày kết thúc và các giai đoạn. Sau đó nhập chỉ tiêu từng đơn vị.',
  makeCampaign: 'Lập đợt cao điểm',
  noTargets: 'Đợt này chưa có chỉ tiêu',
  noTargetsWhy:
    'Gõ chỉ tiêu vào bảng, dán từ Excel, nhập tệp Phụ lục I, hoặc chia một số chung cho các đơn vị.',
  goSheet: 'Mở bảng chỉ tiêu',
  asOf: (units: number, date: string, left: number | null) =>
    `${count(units)} đơn vị · tính đến ${date}${left == null ? '' : ` · còn ${left} ngày`}`,
  whole: { hamlet: 'Thôn', commune: 'Toàn xã', district: 'Toàn huyện', province: 'Toàn tỉnh' },
  reached: (whole: string, ratio: string) => `${whole} đạt **${ratio}**. `,
  fallingShort: (short: number, forecast: number, units: number) => {
    if (forecast === 0) return '';
    const known = forecast < units ? ' có dự báo' : '';
    const says =
      short > 0
        ? `**${count(short)}/${count(forecast)} đơn vị**${known} sẽ hụt chỉ tiêu`
        : `cả ${count(forecast)} đơn vị${known} đều đạt chỉ tiêu`;
    const rest = known && `; ${count(units - forecast)} đơn vị còn lại chưa đủ số liệu để dự báo`;
    return `Giữ nhịp này thì ${says}${rest}. `;
  },
  notReported: (silent: number, units: number) =>
    silent > 0 ? `~~${count(silent)}/${count(units)} đơn vị~~ chưa có số liệu hôm nay.` : '',
  pending: (n: number) => ` Lũy kế có ${count(n)} người tạm tính, chờ danh sách công an xác nhận.`,
  partial: (units: string) => `Số liệu còn thiếu đơn vị con: ${units}.`,
  without: (units: string) => `Chưa báo chỉ tiêu: ${units}.`,
  failed: (low: Percent, tolerated: Percent, on: string) =>
    `Không xếp hạng: kiểm tra ${day(on)} thấy ít nhất ${percent(low)} báo sai, cho phép ${percent(tolerated)}`,
  sort: 'Xếp theo',
  sorts: {
    forecast: 'dự báo thấp nhất',
    ratio: 'tỷ lệ thấp nhất',
    remaining: 'còn lại nhiều nhất',
    silent: 'chưa có số liệu',
    name: 'tên đơn vị',
  },
  print: 'In bảng xếp hạng',
  columns: {
    unit: 'Đơn vị',
    target: 'Chỉ tiêu',
    active: 'Lũy kế',
    ratio: 'Tỷ lệ',
    remaining: 'Còn lại',
    days: '14 ngày',
    gain: 'Đang',
    needed: 'Cần',
    perDay: '/ngày',
    ahead: (last: string) => `Dự báo ${last} so với chỉ tiêu`,
    forecast: 'Dự báo',
    figures: 'Số liệu',
  },
  daysOld: (days: number) => `${days} ngày`,
  never: 'chưa gửi lần nào',
  current: 'Có số liệu hôm nay',
  legend: {
    done: 'lũy kế',
    forecast: 'dự báo',
    target: 'chỉ tiêu',
    ceiling: 'trần: người đủ điều kiện ít hơn chỉ tiêu',
    missing: 'chưa có số liệu',
  },
  worst: (shown: number, units: number, first: string, last: string) =>
    `${shown} đơn vị dự báo thấp nhất trong ${count(units)} đơn vị có dự báo, từ ${first} đến ${last}`,
  barSays: (name: string, done: string, forecast: string) =>
    `${name}: lũy kế ${done} chỉ tiêu, dự báo ${forecast}`,
  gainsSay: (name: string, gains: string) => `${name}, 14 ngày: ${gains}`,
  // The sheet
  baseline: 'Đã có trước đợt',
  eligible: 'Đủ điều kiện',
  level1: 'Mức 1',
  level2: 'Mức 2',
  all: 'Tổng',
  lock: 'Khóa',
  lockOf: (unit: string) => `Khóa ${unit}: giữ số này khi chia lại`,
  cell: (unit: string, column: string) => `${unit}, ${column}`,
  computed: 'Tổng các dòng',
  printed: 'Tổng in trên giấy',
  differs: (unit: string, column: number, printed: string, computed: string) =>
    `${unit}, cột (${column}): giấy in ${printed}, cộng được ${computed}. Giữ số đã ký, hiện cả hai.`,
  headings: (rows: number) => `Đã bỏ qua ${rows} dòng tiêu đề.`,
  sheetHint:
    'Gõ số rồi Enter. Mũi tên để đi, dán cả khối từ Excel được. Mỗi lần gõ là một bước, Ctrl Z để lấy lại.',
  fixed: '(ghi cho thôn, xã cũ)',
  phase: 'Của',
  wholeCampaign: 'Cả đợt',
  over: 'Chỉ tiêu lớn hơn số người đủ điều kiện',
  import: 'Nhập Phụ lục I',
  importFile: 'Tệp Excel có Phụ lục I',
  importAsOf: 'Số liệu tính đến ngày, nếu tệp không ghi',
  importNewUnits: 'Thêm đơn vị mà sổ chưa có',
  importDo: 'Nhập chỉ tiêu',
  imported: (rows: number, total: number) => `Đã nhập chỉ tiêu ${count(rows)} đơn vị, tổng ${count(total)}`,
  unchanged: 'Chỉ tiêu trong tệp giống trong sổ, không thay đổi gì',
  share: 'Chia chỉ tiêu',
  shareTotal: 'Chỉ tiêu chung cần chia',
  shareBy: 'Chia theo',
  shareBys: { eligible: 'số người đủ điều kiện', remaining: 'số còn phải làm' },
  shareHint: 'Dòng có khóa giữ số của mình.',
  shareLevels: 'Chia theo tổng thì số mức 1, mức 2 đã ghi sẽ bỏ.',
  given: (given: string, all: string) => `đã giao ${given}/${all}`,
  preview: 'Xem trước',
  shareDo: (total: number) => `Chia ${count(total)}`,
  shareNeeded: 'Ghi chỉ tiêu chung trước.',
  shared: (rows: number) => `Đã chia chỉ tiêu cho ${count(rows)} đơn vị`,
  willBe: (now: string, then: string) => `${now} → ${then}`,
  cancel: 'Thôi',
  noUnits: 'Sổ chưa có đơn vị bên dưới',
  addUnits: 'Thêm đơn vị',
  noUnitsWhy: 'Nhập sổ điều tra hoặc Phụ lục I (chọn “Thêm đơn vị mà sổ chưa có”) thì có các đơn vị.',
  // The plan
  number: 'Số kế hoạch',
  numberHint: 'ví dụ 70/KH-UBND',
  issuer: 'Cơ quan ban hành',
  name: 'Tên đợt',
  firstDay: 'Ngày đầu',
  lastDay: 'Ngày cuối',
  planTarget: 'Chỉ tiêu cả đợt',
  dayHint: 'ngày/tháng/năm',
  planTasks: {
    title: 'Nhiệm vụ của kế hoạch',
    all: 'Chọn hết',
    none: 'Bỏ hết',
    chosen: (chosen: number, all: number, given: number) =>
      chosen > 0
        ? `Chọn ${chosen}/${all} nhiệm vụ; lưu đợt này là giao luôn ${given} việc, hoàn tác một lần bỏ cả.`
        : `Kế hoạch có ${all} nhiệm vụ; chưa chọn nhiệm vụ nào.`,
    added: (names: string[]) =>
      `${names.length} nơi chưa có trong sổ sẽ được thêm vào Cơ quan: ${names.slice(0, 6).join(', ')}${names.length > 6 ? '…' : '.'}`,
    with: (names: string) => `Phối hợp: ${names}`,
    andOthers: (names: string, more: number) => `${names} và ${more} nơi khác`,
    begun: (number: string, given: number) => `Đã lập đợt ${number}, giao ${given} việc`,
  },
  template: 'Theo mẫu',
  templateHint: 'điền sẵn các ô bên dưới, sửa được hết',
  noTemplate: 'Không theo mẫu, tự ghi',
  templateSays: (issuer: string, number: string, phases: number, days: number) =>
    `${issuer}, ${number}: ${phases > 0 ? `${phases} giai đoạn, ` : ''}${days} ngày`,
  beginsOn: 'Bắt đầu từ ngày',
  beginsHint: 'các ngày khác tính theo',
  ownTarget: 'Chỉ tiêu của đơn vị mình',
  ownTargetHint: 'để trống nếu chưa có',
  phases: 'Giai đoạn',
  addPhase: 'Thêm giai đoạn',
  removePhase: (name: string) => `Bỏ ${name}`,
  phaseName: 'Tên',
  reportDue: 'Hạn báo cáo',
  phaseTarget: 'Chỉ tiêu',
  rest: 'phần còn lại',
  nthPhase: (n: number) => `Giai đoạn ${n}`,
  save: 'Ghi đợt cao điểm',
  edit: 'Sửa kế hoạch',
  saved: (number: string) => `Đã ghi đợt ${number}`,
  needed: 'Chưa ghi mục này',
  badNumber: 'Chỉ ghi chữ số',
  says: (days: number, first: string, last: string) => `${days} ngày, ${day(first)} – ${day(last)}`,
  planned: 'Theo kế hoạch đến hôm nay',
  actual: 'Đã thực hiện',
  behind: 'So với kế hoạch',
  remaining: 'Còn phải làm',
  perDayNeeded: 'Mỗi ngày cần',
  perDayNow: 'Mỗi ngày đang được',
  phaseEnd: 'Phải đạt',
  phaseReached: 'Đã đạt',
  phaseNow: 'đang chạy',
  people: (n: number) => `${count(n)} người`,
};
