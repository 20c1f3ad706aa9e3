import type { Percent } from '../../api';
import { count, day, percent } from '../../format';

// Between ** stands what is set bold, between ~~ what is late.
export const targets = {
  title: 'Chỉ tiêu',
  tabs: {
    progress: 'Tiến độ',
    sides: 'Tổ báo – công an',
    sheet: 'Chỉ tiêu từng đơn vị',
    quotas: 'Từng người, cụm',
    indicators: 'Chỉ tiêu khác',
    plan: 'Kế hoạch',
  },
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
  toLookAt: (visits: number) => `${count(visits)} lượt chờ xem lại`,
  print: 'In bảng xếp hạng',
  columns: {
    unit: 'Đơn vị',
    target: 'Chỉ\u00a0tiêu',
    active: 'Lũy\u00a0kế',
    ratio: 'Tỷ\u00a0lệ',
    remaining: 'Còn\u00a0lại',
    days: '14 ngày',
    gain: 'Đang',
    needed: 'Cần',
    perDay: '/ngày',
    ahead: (last: string) => `Dự báo ${last}\nso với chỉ tiêu`,
    forecast: 'Dự\u00a0báo',
    figures: 'Số liệu',
  },
  daysOld: (days: number) => `${days} ngày`,
  never: 'chưa gửi',
  current: 'Có số liệu hôm nay',
  legend: {
    done: 'lũy kế',
    forecast: 'dự báo',
    target: 'chỉ tiêu',
    ceiling: 'trần: người đủ điều kiện ít hơn chỉ tiêu',
    missing: 'chưa có số liệu',
  },
  worst: (shown: number, units: number, first: string, last: string) =>
    shown < units
      ? `${shown} đơn vị dự báo thấp nhất trong ${count(units)} đơn vị có dự báo, từ ${first} đến ${last}`
      : `Dự báo của ${shown} đơn vị, từ ${first} đến ${last}`,
  barSays: (name: string, done: string, forecast: string) =>
    `${name}: lũy kế ${done} chỉ tiêu, dự báo ${forecast}`,
  daysTitle: 'Mỗi ngày tăng bao nhiêu phần của chỉ tiêu; mọi dòng chung một thang',
  gainsSay: (name: string, gains: string) => `${name}, 14 ngày: ${gains}`,
  // Both sides
  sides: {
    asOf: (date: string) => `tính đến ${date}, danh sách công an`,
    lead: (claimed: string, official: string, only: string) =>
      `Tổ công tác báo **${claimed}** người đã kích hoạt, danh sách công an có **${official}**. ~~${only}~~ người chỉ tổ báo.`,
    unknown: 'Chưa có danh sách công an nên chưa so được.',
    none: 'Chưa có số liệu để so',
    noneWhy: 'Khi tổ công tác ghi kết quả và công an nhập danh sách thì bảng có số.',
    print: 'In bảng này',
    who: (column: string) => `Xem ai: ${column}`,
    columns: {
      claimed: 'Tổ báo',
      official: 'Công an có',
      'only-claimed': 'Chỉ tổ báo',
      'only-official': 'Chỉ công an có',
      ratio: 'Tỷ lệ hệ thống',
      'taken-in': 'Hồ sơ thu nhận',
      level1: 'Mức 1',
      level2: 'Mức 2',
      unsaid: 'Chưa rõ',
      waiting: 'Chờ duyệt',
      installed: 'Mới cài ứng dụng',
    },
    missing: (n: number) => `${count(n)} đơn vị chưa có số liệu.`,
    inPart: (units: string) => `Mới có một phần (có số/phải có): ${units}.`,
  },
  // Members, teams, alleys
  quotas: {
    says: (number: string, date: string, target: number | null, left: number | null) =>
      [
        `${number} · tính đến ${date}`,
        target === null ? '' : `chỉ tiêu ${count(target)}`,
        left === null ? '' : `còn ${count(Math.max(left, 0))}`,
      ]
        .filter(Boolean)
        .join(' · '),
    share: 'Chia cho từng cụm, người',
    shareDo: 'Chia',
    shared: (kind: string) => `Đã chia chỉ tiêu: ${kind.toLowerCase()}`,
    total: 'Số tài khoản mới cần chia',
    among: 'Của ai',
    by: {
      member: 'chia đều từng thành viên',
      team: 'chia theo số thành viên của tổ',
      alley: 'chia theo số người đủ điều kiện của ngõ, cụm',
    },
    per: 'Tính',
    pers: { all: 'cả đợt', day: 'mỗi ngày' },
    hint: 'Gõ số rồi Enter; xóa số là không giao. Đã thêm: tài khoản mới do tổ công tác kích hoạt, mỗi người tính một lần.',
    none: 'Chưa giao chỉ tiêu cho ai. Gõ số vào ô, hoặc chia một số chung.',
    kinds: { member: 'Thành viên', team: 'Tổ công tác', alley: 'Ngõ, cụm dân cư' },
    name: { member: 'Họ và tên', team: 'Tổ', alley: 'Ngõ, cụm' },
    noAlley: 'Chưa ghi ngõ',
    soFar: 'Đã thêm',
    onDay: 'Hôm nay',
    paper: 'In theo tổ',
    nobody: 'Chưa có tổ, người đi hay ngõ nào',
    nobodyWhy: 'Thêm tổ ở Giao việc 5 rõ, hoặc ghi ngõ, cụm của từng hộ trong Sổ hộ.',
  },
  // The sheet
  baseline: 'Đã có trước đợt',
  eligible: 'Đủ điều kiện',
  answerable: 'Người chịu trách nhiệm',
  answerableOf: (unit: string) => `Người chịu trách nhiệm về chỉ tiêu của ${unit}`,
  behindOf: (accounts: string, who: string) => `Chậm ${accounts} so với kế hoạch: ${who}`,
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
  wholeCounts:
    'Cả đợt đã có chỉ tiêu từng đơn vị: màn hình và báo cáo tính theo cả đợt, số của riêng giai đoạn chỉ để đối chiếu.',
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
  weeks: {
    title: 'Chỉ tiêu theo thời gian',
    by: 'Theo tuần hay tháng',
    weeks: 'Theo tuần',
    months: 'Theo tháng',
    owed: 'Phải thêm',
    brought: 'Đã thêm',
  },
  points: {
    column: 'Điểm',
    title: 'Điểm vượt chỉ tiêu: mỗi phần trăm trọn vượt chỉ tiêu được một số điểm, ghi ở mục Kế hoạch',
    each: 'Điểm cho mỗi 1% vượt',
    how: ([percents, points]: [number, number], each: number) =>
      `vượt trọn ${count(percents)}% × ${count(each)} = ${count(points)} điểm`,
  },
};
