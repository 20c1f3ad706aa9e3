/** All keys, by where they work. `A+B` are held together, `A / B` is either. */
interface Keys {
  title: string;
  groups: { title: string; keys: [string, string][] }[];
  telex: string;
}

export const help: Keys = {
  title: 'Phím tắt',
  telex:
    'Không có phím tắt nào là một chữ cái, nên gõ Telex, VNI không bị ảnh hưởng. Phím số chỉ có tác dụng khi không gõ trong ô.',
  groups: [
    {
      title: 'Ở mọi màn hình',
      keys: [
        ['Alt+số', 'mở màn hình có số ấy'],
        ['Alt+–', 'mở Cài đặt'],
        ['Ctrl+Z', 'hoàn tác việc vừa ghi'],
        ['Ctrl+F', 'tìm'],
        ['Ctrl+Enter', 'việc chính của màn hình'],
        ['Ctrl+S', 'xuất tệp'],
        ['Ctrl+P', 'in'],
        ['Ctrl+O', 'chọn tệp'],
        ['F2', 'hiện các số bị che trong 30 giây'],
        ['Ctrl+L', 'khóa sổ'],
        ['F1', 'trang này'],
        ['Esc', 'lùi một bước, đóng hộp thoại'],
      ],
    },
    {
      title: 'Đi từng nhà',
      keys: [
        ['↑ / ↓', 'người trước, người sau'],
        ['← / →', 'nhà trước, nhà sau'],
        ['1', 'đã kích hoạt'],
        ['2', 'vắng'],
        ['3', 'chưa đủ điều kiện'],
        ['4', 'không có điện thoại thông minh'],
        ['5', 'khác'],
        ['0', 'cả nhà vắng'],
        ['Enter', 'ghi kết quả, sang người sau'],
        ['Shift+↓', 'ghi chung với người kế tiếp'],
        ['F4', 'lượt mới hay sửa lượt đã ghi hôm nay'],
        ['Ctrl+P', 'giấy và Excel'],
      ],
    },
    {
      title: 'Danh sách công an',
      keys: [
        ['1 / 2 / 3', 'chọn cách xử lý của cặp đang xem'],
        ['← / →', 'cặp trước, cặp sau'],
        ['Enter', 'xác nhận, sang cặp sau'],
      ],
    },
    {
      title: 'Danh sách và bảng',
      keys: [
        ['↑ / ↓', 'dòng trên, dòng dưới'],
        ['PgUp / PgDn', 'một trang'],
        ['Home / End', 'đầu, cuối'],
        ['Tab', 'sang ô sau'],
        ['Enter', 'mở dòng đang chọn'],
      ],
    },
    {
      title: 'Nhật ký',
      keys: [
        ['↑ / ↓', 'việc mới hơn, việc cũ hơn'],
        ['Enter', 'hoàn tác hoặc làm lại việc đang chọn'],
      ],
    },
    {
      title: 'Mở sổ',
      keys: [
        ['F2', 'hiện hoặc che mật khẩu đang gõ'],
        ['Enter', 'mở'],
        ['Ctrl+O', 'chọn tệp sổ khác'],
      ],
    },
  ],
};
