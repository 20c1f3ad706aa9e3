export const open = {
  title: 'Open a book',
  file: 'File of the book',
  book: 'Từng Nhà book',
  passphrase: 'Passphrase of the book',
  open: 'Open',
};
