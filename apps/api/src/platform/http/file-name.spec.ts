import { cleanFileName, disposition, withExtension } from './file-name.js';

describe('the name of a file', () => {
  it.each([
    ['营业执照.jpg', '营业执照.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\张三\\解约函.pdf', '解约函.pdf'],
    ['a\u202Egpj.exe', 'agpj.exe'],
    ['a\u0000b\r\nc\u200B\u2066d.pdf', 'abcd.pdf'],
    ['a\ud800.pdf', 'a.pdf'],
    ['..', '未命名'],
    [' . hidden . ', 'hidden'],
    ['', '未命名'],
    ['<img src=x onerror="1">.png', '_img src=x onerror=_1__.png'],
    ['e\u0301.pdf', '\u00e9.pdf'],
  ])('%j is shown as %j', (raw, shown) => {
    expect(cleanFileName(raw)).toBe(shown);
  });

  it('loses its middle when it is long, and counts characters, not halves of them', () => {
    const long = cleanFileName(`${'𠮷'.repeat(300)}.pdf`);
    expect([...long]).toHaveLength(100);
    expect(long).toMatch(/^𠮷+….pdf$/u);
    expect([...cleanFileName('a'.repeat(300))]).toHaveLength(100);
  });

  it('ends as the file is, and is not told otherwise', () => {
    expect(withExtension('a.JPEG', 'jpg')).toBe('a.JPEG');
    expect(withExtension('a.html', 'jpg')).toBe('a.html.jpg');
    expect(withExtension('pdf', 'pdf')).toBe('pdf.pdf');
  });

  it('cannot leave its header', () => {
    const header = disposition('attachment', `解"约\\函'(1)*%.pdf`);
    expect(header).toBe(
      `attachment; filename="_____'(1)*_.pdf"; filename*=UTF-8''%E8%A7%A3%22%E7%BA%A6%5C%E5%87%BD%27%281%29%2A%25.pdf`,
    );
  });
});
