// A picture shows a reader's folders in place of the test's: the documents of a computer with Windows, and a stick.
const test = new RegExp(arguments[0].replace(/\W/g, '\\$&') + '/\\.tmp\\w{6}(/usb)?(/[^\\n]*)?', 'g');
const reader = (_, stick, rest = '') => (stick ? `E:${rest || '/'}` : `C:/Users/xa/Documents${rest}`).replaceAll('/', '\\');
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const places = [...document.querySelectorAll('input:not([type=file])')].map((it) => [it, 'value']);
while (texts.nextNode()) places.push([texts.currentNode, 'data']);
window.foldersOfTheTest = [];
for (const [it, part] of places) {
  const [was, shown] = [it[part], it[part].replace(test, reader)];
  if (shown === was) continue;
  it[part] = shown;
  window.foldersOfTheTest.push(() => it[part] === shown && (it[part] = was));
}
