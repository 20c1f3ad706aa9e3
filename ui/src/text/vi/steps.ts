export const steps = {
  title: 'Ba bước đầu',
  of: (n: number, all: number) => `Bước ${n}/${all}`,
  done: 'đã xong',
  aside: 'Bỏ qua',
  asideOf: (step: string) => `Bỏ qua lời nhắc: ${step}`,
  today: 'Về Hôm nay',
  noHouses: 'Danh sách nhà sẽ hiện ở đây theo thứ tự đi.',
  steps: {
    package: {
      name: 'Mở gói của xã',
      why: 'Gói .tngiao trên USB và thẻ sáu từ do xã giao: thành sổ của thôn, có sẵn người và việc.',
      go: 'Mở gói của xã',
    },
    survey: {
      name: 'Nhập sổ điều tra',
      why: 'Tệp Excel của thôn, xã, mỗi dòng một người. Tệp nguồn không bị thay đổi.',
      go: 'Nhập sổ điều tra',
    },
    extract: {
      name: 'Nhập danh sách công an',
      why: 'Cho biết ai đã có tài khoản, ai còn phải đến nhà. Phần mềm tự khớp với sổ điều tra.',
      go: 'Nhập danh sách công an',
    },
    match: {
      name: 'Khớp danh sách công an',
      why: 'Danh sách đã nhập, chưa khớp với người trong sổ.',
      go: 'Mở Danh sách công an',
    },
    walk: {
      name: 'Đi từng nhà',
      why: 'Danh sách nhà theo thứ tự đi, mỗi người ghi kết quả bằng một phím.',
      go: 'Mở Đi từng nhà',
    },
    send: {
      name: 'Gửi kết quả lên xã',
      why: 'Cuối buổi chốt ngày, rồi ghi tệp gửi lên ra USB.',
      go: 'Mở Gửi – nhận',
    },
    campaign: {
      name: 'Lập đợt cao điểm',
      why: 'Số kế hoạch, ngày bắt đầu, ngày kết thúc và các giai đoạn.',
      go: 'Lập đợt cao điểm',
    },
    targets: {
      name: 'Đặt chỉ tiêu',
      why: 'Nhập Phụ lục I hoặc gõ chỉ tiêu của từng đơn vị.',
      go: 'Đặt chỉ tiêu',
    },
    figures: {
      name: 'Nhận tệp số liệu đầu tiên',
      why: 'Các đơn vị bên dưới gửi tệp .tnsolieu. Chỉ có số đếm, không có tên người.',
      go: 'Nhận tệp số liệu',
    },
  },
};
