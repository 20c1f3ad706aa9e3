export const open = {
  title: 'Mở sổ',
  file: 'Tệp sổ',
  book: 'Sổ Từng Nhà',
  passphrase: 'Mật khẩu của sổ',
  open: 'Mở',
};
