import { AGREEMENT_BLOCKS, SCHOOL_FIELDS, STUDENT_FIELDS } from '@qiancheng/shared';
import { sheetOf } from '../sheet-mapper.js';
import { longestContent, sampleContent } from '../testing/sample.js';
import { composeDocument, composeTurn } from './document.js';
import { frontRoom } from './layouts.js';
import { BOXED_PATHS, FACT_PLANS, SCHOOL_PLAN } from './plan.js';
import { GRID, heightOf, setBlocks, valueWidth } from './rows.js';
import { verifyUrl, type Variant } from './sheet.js';
import { titleOf } from './titles.js';
import { MM_PER_PX, textWidth } from './metrics.js';

const URL = 'https://sign.example.edu.cn';
const textOf = (markup: string): string =>
  markup
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x3000;/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
const render = (content = sampleContent(), variant: Variant = 'duplex'): string =>
  composeDocument([sheetOf(content, URL)], variant).html('');
const pagesOf = (markup: string): string[] => markup.split('<section class="page ').slice(1);

describe('the sheet', () => {
  it('has a place for every field of the form', () => {
    const placed = new Set<string>([
      ...[...FACT_PLANS, SCHOOL_PLAN].flatMap((plan) => plan.rows.flat().map((cell) => cell.path)),
      ...BOXED_PATHS,
    ]);
    const wanted = [
      ...AGREEMENT_BLOCKS.flatMap((block) => block.fields.map((field) => `${block.key}.${field.key}`)),
      ...STUDENT_FIELDS.map((field) => `student.${field.key}`),
      ...SCHOOL_FIELDS.map((field) => `school.${field.key}`),
    ];
    expect(wanted.filter((path) => !placed.has(path))).toEqual([]);
  });

  it.each(['A4_duplex2', 'A4_cover4'] as const)('shows every value once on each copy: %s', (layout) => {
    const content = sampleContent({}, { print: { layout } });
    const text = textOf(render(content)).replace(/\s/g, '');
    const { employer, terms, archive } = content.values;
    const values = [
      ...[
        'name',
        'creditCode',
        'contactName',
        'contactPhone',
        'contactEmail',
        'address',
        'postcode',
        'partyOrgUnit',
      ].map((key) => employer[key as keyof typeof employer]),
      ...[terms.post, terms.workAddress, terms.startDate, terms.welfare, archive.archiveUnit, archive.archiveAddress],
      ...[archive.archivePhone, archive.hukouAddress, content.values.breach.supplement, content.student.idNo],
      ...[content.student.phone, content.student.email, content.student.address, content.student.majorName],
      ...[
        '土家族',
        '中共预备党员',
        '非定向',
        '机制2303班',
        '2027-06',
        '健康',
        '王知微',
        '410082',
        '6800元/月',
        '8500元/月',
      ],
      ...['3年', '3个月', '标准工时', '☑养老', '□公积金', '☑托管机构接收', '□转回生源地', '5000元', '☑考取公务员'],
      ...[content.contentHash, content.agreementNo, '正反面打印·不得涂改', '100%比例', '长边翻转'],
    ].map((value) => String(value).replace(/\s/g, ''));
    for (const value of values) expect(text.split(value).length - 1).toBeGreaterThanOrEqual(3);
  });

  it('numbers the copies in the order of their roles, each on paper of its own', () => {
    const pages = pagesOf(
      render(sampleContent({}, { print: { copies: 4, copy_roles: ['student', 'employer', 'college', 'school'] } })),
    );
    expect(pages).toHaveLength(8);
    ['毕业生留存', '用人单位留存', '学院留存', '学校留存'].forEach((role, index) => {
      const front = textOf(pages[index * 2] as string);
      expect(front).toContain(`第 ${index + 1} 份/共 4 份`);
      expect(front).toContain(role);
      expect(pages[index * 2]).toMatch(/^front/);
      expect(pages[index * 2 + 1]).toMatch(/^back/);
    });
  });

  it('has four pages a copy with a cover', () => {
    const pages = pagesOf(render(sampleContent({}, { print: { layout: 'A4_cover4' } })));
    expect(pages).toHaveLength(12);
    expect(textOf(pages[0] as string)).toMatch(/毕业生留存.*云麓大学招生就业处 翻印/s);
  });

  it('puts another code on each face', () => {
    const sheet = sheetOf(sampleContent(), URL);
    expect(verifyUrl(sheet, { copy: 2, page: 1 })).toBe(`${URL}/verify?no=2027-10001-3-004318-6&r=1&c=2&f=1`);
    const codes = pagesOf(render()).map((page) => /class="qr".*?d="M[^"]*" *\/?>.*?d="([^"]+)"/s.exec(page)?.[1]);
    expect(new Set(codes).size).toBe(6);
  });

  it('prints all fronts, the turning page, all backs, and an even number of pages for one-sided printers', () => {
    const pages = pagesOf(render(sampleContent(), 'simplex'));
    expect(pages).toHaveLength(8);
    const marks = pages.map((page) => /第 (\d) 份\/共 3 份 · (正面|背面)/.exec(textOf(page))?.slice(1).join(''));
    expect(marks).toEqual(['1正面', '2正面', '3正面', undefined, '1背面', '2背面', '3背面', undefined]);
    expect(textOf(pages[3] as string)).toContain('翻面，再印背面');
    expect(composeTurn({ agreements: 2, papers: 6 }).pages).toBe(2);
  });

  it('escapes whatever people typed', () => {
    const hostile = '<script>alert(1)</script><img src=x onerror="x">&amp;"\'';
    const content = sampleContent();
    content.values.employer.name = hostile;
    content.student.opinion = hostile;
    content.values.breach.supplement = hostile;
    content.marks[1] = { ...(content.marks[1] as (typeof content.marks)[number]), byName: hostile };
    const markup = render(content);
    expect(markup).not.toContain('<script');
    expect(markup).not.toContain('<img');
    expect(textOf(markup).replace(/\s/g, '')).toContain(hostile.replace(/\s/g, ''));
  });

  it('marks what was voided, and crosses out the superior that nobody needs', () => {
    expect(render()).not.toContain('作废</text>');
    const voided = render(sampleContent({ state: 'VOIDED', voidedAt: new Date('2027-05-01T03:00:00Z') }));
    expect(voided.split('作废</text>').length - 1).toBe(12);
    expect(voided).toContain('2027-05-01 起作废');
    expect(render()).toContain('class="cross"');
    const content = sampleContent();
    content.values.employer.superiorDepartment = '湖南省国资委';
    expect(render(content)).not.toContain('class="cross"');
  });

  it('leaves room for a signature and for seals that are not there yet', () => {
    const markup = render(sampleContent({ marks: [], slots: {} }));
    expect(markup).not.toContain('class="ink"');
    expect(markup).toContain('class="blank"');
    expect(textOf(markup)).not.toContain('已盖章');
    expect(textOf(markup)).toContain('盖章处');
    expect(textOf(render())).toContain('单位已盖章 2027-04-19');
  });

  it('prints without a number where the school opens printing before there is one', () => {
    const text = textOf(render(sampleContent({ agreementNo: null, contentHash: null })));
    expect(text).toContain('（审核通过后编号）');
    expect(text).toContain('签章前生成');
    expect(text).not.toContain('扫码核验真伪');
  });

  it('names the form by level', () => {
    expect(titleOf('31')).toEqual({ title: '全国普通高等学校本专科毕业生就业协议书', levelLine: '本科生专用' });
    expect(titleOf('41').levelLine).toBe('专科生专用');
    expect(titleOf('11')).toEqual({ title: '全国毕业研究生就业协议书', levelLine: '硕士研究生专用' });
    expect(titleOf('01').levelLine).toBe('博士研究生专用');
  });
});

describe('long values', () => {
  it('stay inside the page, all of them at once, and inside their cells', () => {
    const sheet = sheetOf(longestContent(), URL);
    const blocks = setBlocks(FACT_PLANS, sheet.fields, frontRoom());
    expect(heightOf(blocks)).toBeLessThanOrEqual(frontRoom());
    for (const cell of blocks.flatMap((block) => block.rows.flatMap((row) => row.cells))) {
      const widest = Math.max(...cell.text.lines.map(textWidth)) * cell.text.sizePx * MM_PER_PX;
      expect(widest).toBeLessThanOrEqual(valueWidth(cell.span));
    }
    expect(heightOf(setBlocks([SCHOOL_PLAN], sheet.fields, 26))).toBeLessThanOrEqual(26);
  });

  it('leave nothing out', () => {
    const content = longestContent();
    const text = textOf(render(content)).replace(/\s/g, '');
    const { employer, terms, archive, breach } = content.values;
    for (const value of [
      employer.name,
      employer.address,
      terms.workAddress,
      terms.welfare,
      archive.hukouAddress,
      breach.supplement,
      content.student.opinion,
      content.schoolBlock?.collegeOpinion,
    ]) {
      expect(text).toContain(String(value).replace(/\s/g, ''));
    }
  });

  it('does not shrink what is short', () => {
    const sheet = sheetOf(sampleContent(), URL);
    const cells = setBlocks(FACT_PLANS, sheet.fields, frontRoom()).flatMap((block) =>
      block.rows.flatMap((row) => row.cells),
    );
    expect(cells.filter((cell) => cell.text.sizePx < 10).map((cell) => cell.path)).toEqual([]);
    expect(GRID.side + 3 * (GRID.label + GRID.value)).toBeLessThanOrEqual(GRID.width);
  });
});
