import type { frame } from './frame';

/** Where keys work: on a screen, on every screen, before a book is open. */
export type KeysOf = 'everywhere' | 'open' | keyof typeof frame.screens;

/** What stands around the handbook; all keys, by where they work. `A+B` are held together, `A / B` is either. A test compares them with the screens. */
interface Keys {
  title: string;
  search: string;
  contents: string;
  found: (sections: number) => string;
  text: string;
  keysTitle: string;
  telex: string;
  everywhere: string;
  open: string;
  keys: Partial<Record<KeysOf, [keys: string, does: string][]>>;
}

export const help: Keys = {
  title: 'Sổ tay và phím tắt',
  search: 'Tìm trong sổ tay',
  contents: 'Các trang sổ tay',
  found: (sections) => (sections === 0 ? 'Không thấy trang nào. Gõ ít chữ hơn.' : `${sections} trang`),
  text: 'Trang sổ tay',
  keysTitle: 'Phím tắt',
  telex:
    'Không có phím tắt nào là một chữ cái, nên gõ Telex, VNI không bị ảnh hưởng. Phím số chỉ có tác dụng khi không gõ trong ô.',
  everywhere: 'Ở mọi màn hình',
  open: 'Mở sổ',
  keys: {
    open: [
      ['F2', 'hiện hoặc che mật khẩu đang gõ'],
      ['Enter', 'mở'],
      ['Ctrl+O', 'chọn tệp sổ khác'],
    ],
    everywhere: [
      ['Alt+số', 'mở màn hình có số ấy'],
      ['Alt+–', 'mở Cài đặt'],
      ['Ctrl+Z', 'hoàn tác việc vừa ghi; trong ô đang gõ: hoàn tác chữ vừa gõ'],
      ['Ctrl+Y', 'làm lại việc vừa hoàn tác'],
      ['F2', 'hiện các số bị che trong 30 giây, hoặc che lại'],
      ['Ctrl+K', 'đến nhanh: người, thôn, màn hình, báo cáo, việc'],
      ['Ctrl+C', 'chép bảng số liệu đang xem để dán vào Excel'],
      ['Ctrl+L', 'khóa sổ'],
      ['← / →', 'thẻ trước, thẻ sau, khi đang ở hàng thẻ'],
      ['Esc', 'đóng hộp thoại; dừng việc đang chạy'],
      ['F1', 'sổ tay và phím tắt của màn hình'],
      ['Ctrl+F', 'trong sổ tay: tìm'],
    ],
    today: [
      ['Ctrl+Enter', 'chốt ngày, rồi ghi các tệp, rồi mở thư mục'],
      ['Esc', 'thôi chốt ngày'],
    ],
    walk: [
      ['↑ / ↓', 'người trước, người sau'],
      ['← / →', 'nhà trước, nhà sau'],
      ['1', 'đã kích hoạt'],
      ['2', 'vắng'],
      ['3', 'không đủ điều kiện'],
      ['4', 'không có điện thoại thông minh'],
      ['5', 'khác'],
      ['0', 'cả nhà vắng'],
      ['số', 'câu trả lời trong mục vừa mở'],
      ['-', 'trong mục khác: đã cài ứng dụng, chưa kích hoạt'],
      ['Enter', 'ghi kết quả, sang người sau'],
      ['Shift+↑ / Shift+↓', 'ghi chung với người kế bên'],
      ['Shift+← / Shift+→', 'cả dãy nhà vắng: thêm nhà kế bên'],
      ['F4', 'lượt mới hay sửa lượt đã ghi hôm nay'],
      ['Esc', 'bỏ câu trả lời đang mở, bỏ lọc'],
      ['Ctrl+F', 'tìm người, nhà'],
      ['Ctrl+P', 'giấy và Excel; ở đó: in phiếu'],
      ['Ctrl+O', 'ở trang giấy và Excel: chọn tệp'],
    ],
    roster: [
      ['1 / 2 / 3 / 4', 'chọn cách xử lý của cặp đang xem'],
      ['← / →', 'cặp trước, cặp sau'],
      ['↑ / ↓', 'người khác trong sổ cũng giống'],
      ['F3', 'mở người ấy trong Sổ hộ'],
      ['Esc', 'để mẫu lại, xem sau'],
      ['Ctrl+O', 'khi nhập: chọn tệp'],
      ['Ctrl+Enter', 'khi nhập: bước sau'],
      ['Alt+←', 'khi nhập: bước trước'],
    ],
    exchange: [
      ['Ctrl+O', 'thêm tệp'],
      ['Ctrl+Enter', 'nhận các tệp, hoặc gửi lên'],
    ],
    targets: [
      ['Ctrl+P', 'tiến độ: in bảng'],
      ['↑ / ↓', 'bảng chỉ tiêu: ô trên, ô dưới'],
      ['Enter', 'bảng chỉ tiêu: xong ô này, xuống ô dưới'],
      ['Ctrl+O', 'chọn tệp kế hoạch'],
      ['Ctrl+Enter', 'ghi kế hoạch'],
      ['Esc', 'thôi sửa'],
    ],
    assignments: [
      ['↑ / ↓', 'việc trước, việc sau'],
      ['Ctrl+N', 'việc mới'],
      ['Ctrl+Enter', 'giao việc đang soạn'],
      ['Ctrl+O', 'khi nhập từ Excel: chọn tệp'],
    ],
    reports: [
      ['↑ / ↓', 'mẫu trước, mẫu sau, khi đang ở danh sách mẫu'],
      ['Ctrl+S', 'xuất tệp'],
      ['Ctrl+P', 'in'],
    ],
    audit: [
      ['Ctrl+Enter', 'rút mẫu'],
      ['1 / 2 / 3 / 4 / 5', 'kết quả của người đang chọn, sang người sau'],
      ['0', 'xóa kết quả'],
      ['↑ / ↓', 'người trước, người sau'],
      ['Ctrl+S', 'lưu phiếu mang theo'],
      ['Ctrl+O', 'nhận phiếu đã ghi'],
    ],
    register: [
      ['Ctrl+F', 'tìm'],
      ['↑ / ↓', 'trong ô tìm: người trước, người sau'],
      ['Enter', 'trong ô tìm: mở người ấy; đọc thẻ vừa quét'],
      ['Esc', 'bỏ tìm; khi thêm người: thôi, giữ bản nháp'],
      ['F4', 'khi sửa: nhận cách viết được gợi ý'],
    ],
    journal: [
      ['↑ / ↓', 'việc mới hơn, việc cũ hơn'],
      ['Enter', 'hoàn tác hoặc làm lại việc đang chọn'],
    ],
    settings: [
      ['Ctrl+O', 'khi mở bản sao lưu: chọn tệp'],
      ['Esc', 'thôi in phiếu mật khẩu'],
    ],
  },
};
