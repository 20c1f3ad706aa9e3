export const update = {
  heading: 'Cập nhật chương trình',
  inUse: (version: string) => `Đang dùng bản ${version}.`,
  hint: 'Bản mới nằm trong một tệp .tncapnhat, nhận qua USB hoặc tin nhắn. Không cần mạng.',
  bySystem: 'Bản này không tự cập nhật từ tệp: hãy cập nhật bằng bộ cài như lúc đầu (.deb, .rpm, .dmg).',
  fromFile: 'Cập nhật từ tệp…',
  choose: 'Chọn tệp cập nhật',
  kind: 'Tệp cập nhật Từng Nhà',
  title: (version: string) => `Cập nhật lên bản ${version}?`,
  versions: (now: string, next: string) => `Đang dùng bản ${now}. Bản mới: ${next}.`,
  changes: 'Có gì mới',
  raises:
    'Bản mới nâng sổ lên dạng mới: mở sổ bằng bản mới rồi thì bản cũ không mở được nữa. Máy khác dùng cùng tệp sổ cũng phải cập nhật.',
  then: (now: string, book: boolean) =>
    `${book ? 'Sổ đang mở được sao lưu trước. ' : ''}Chương trình tự đóng rồi mở lại bằng bản mới. Bản ${now} vẫn giữ trên máy để quay về.`,
  signedBy: (key: string) => `Nhà phát hành ký bằng khóa ${key}`,
  backUpAndUpdate: 'Sao lưu và cập nhật',
  update: 'Cập nhật',
  notNow: 'Để sau',
  running: 'Đang cập nhật chương trình',
  keptHint: (version: string) =>
    `Máy còn giữ bản ${version}. Đổi sang bản đó thì sổ đang mở được sao lưu trước; sổ đã nâng lên dạng mới thì bản cũ chỉ mở được bản sao lưu “trước khi nâng cấp”.`,
  failedHint: (version: string) =>
    `Sổ này vẫn mở được bằng bản ${version}? Máy còn giữ bản đó. Nếu bản đó báo sổ mới hơn thì mở bản sao lưu “trước khi nâng cấp”.`,
  back: (version: string) => `Đổi sang bản ${version}`,
};
