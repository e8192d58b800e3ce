import fc from 'fast-check';
import { agreementNoSequence, checkAgreementNo, makeAgreementNo, mod37_2 } from './agreement-no.js';
import { checkEmail, checkMobile, checkPostcode, checkTel } from './contact.js';
import { maskAddress, maskEmail, maskMobile, maskResidentId, maskResidentIdShort, maskTel } from './masks.js';
import { employerNameDefect, maskEmployerName, maskName, normaliseEmployerName, normaliseName } from './names.js';
import type { Checked } from './text.js';

const answer = (result: Checked): string | false => (result.ok ? result.value : false);

describe('agreement numbers', () => {
  test.each([
    '2027-10001-3-004318-6',
    '2027-10001-3-004102-1',
    '2027-10001-3-004377-L',
    '2027-10001-3-004391-P',
    '2027-10001-3-003918-B',
  ])('%s', (no) => {
    expect(checkAgreementNo(no)).toEqual({ ok: true, value: no });
    expect(makeAgreementNo({ cohort: 2027, schoolCode: '10001', levelDigit: 3, seq: Number(no.slice(13, 19)) })).toBe(
      no,
    );
    expect(agreementNoSequence(no)).toBe(no.slice(13, 19));
  });

  test('the writing is forgiven, the check character is not', () => {
    for (const text of ['2027100013004377l', ' 2027-10001-3-004377-l ', '２０２７－１０００１－３－００４３７７－Ｌ']) {
      expect(answer(checkAgreementNo(text))).toBe('2027-10001-3-004377-L');
    }
    expect(checkAgreementNo('2027-10001-3-004318-8')).toEqual({
      ok: false,
      reason: '编号末位是校验码，2027-10001-3-004318-8 不成立，多半是抄错了一位。',
    });
    for (const text of ['', '123', '2027-10001-3-4318-6', 'ABCD-10001-3-004318-6'])
      expect(checkAgreementNo(text).ok).toBe(false);
  });

  test('numbers that would end in an asterisk are skipped', () => {
    const all = Array.from({ length: 2000 }, (_, seq) =>
      makeAgreementNo({ cohort: 2027, schoolCode: '10001', levelDigit: 3, seq }),
    );
    const skipped = all.filter((no) => no === null).length;
    expect(skipped).toBeGreaterThan(0);
    expect(skipped).toBeLessThan(2000 / 20);
    for (const no of all) expect(no === null || checkAgreementNo(no).ok).toBe(true);
    expect(new Set(all.filter((no) => no !== null)).size).toBe(2000 - skipped);
  });

  test('one wrong digit, or two exchanged, are always found', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999 }),
        fc.nat(15),
        fc.integer({ min: 1, max: 9 }),
        (seq, index, shift) => {
          const body = `2027100013${String(seq).padStart(6, '0')}`;
          const check = mod37_2(body);
          const wrong = body.slice(0, index) + String((Number(body[index]) + shift) % 10) + body.slice(index + 1);
          expect(checkAgreementNo(wrong + check).ok).toBe(false);
          const swapped = body.slice(0, index) + (body[index + 1] ?? '') + body[index] + body.slice(index + 2);
          if (swapped.length === body.length && swapped !== body)
            expect(checkAgreementNo(swapped + check).ok).toBe(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('parts that cannot be a number are a fault of the program', () => {
    expect(() => makeAgreementNo({ cohort: 2027, schoolCode: '1', levelDigit: 3, seq: 1 })).toThrow(RangeError);
    expect(() => makeAgreementNo({ cohort: 2027, schoolCode: '10001', levelDigit: 3, seq: 1_000_000 })).toThrow(
      RangeError,
    );
  });
});

test.each([
  [checkMobile, '13800000021', '13800000021'],
  [checkMobile, '+86 138-0000-0021', '13800000021'],
  [checkMobile, '１３８００００００２１', '13800000021'],
  [checkMobile, '12800000021', false],
  [checkMobile, '1380000002', false],
  [checkMobile, '', false],
  [checkPostcode, ' 410082 ', '410082'],
  [checkPostcode, '41008', false],
  [checkEmail, 'hr@example.com', 'hr@example.com'],
  [checkEmail, ' HR.zhou+1@mail.example.edu.cn ', 'HR.zhou+1@mail.example.edu.cn'],
  [checkEmail, 'hr@example', false],
  [checkEmail, 'hr@@example.com', false],
  [checkEmail, 'a..b@example.com', false],
  [checkEmail, 'hr@-example.com', false],
  [checkEmail, 'hr<script>@example.com', false],
  [checkEmail, '', false],
  [checkTel, '0731-80001200', '0731-80001200'],
  [checkTel, '0731-8000 1200 转 8', '0731-8000 1200 转 8'],
  [checkTel, '13800000021', '13800000021'],
  [checkTel, '电话', false],
  [checkTel, '123', false],
  [checkTel, '', false],
] as const)('%p of %j gives %j', (check, text, value) => {
  expect(answer(check(text))).toBe(value);
});

test.each([
  [maskResidentId, '430102200506120418', '430***********0418'],
  [maskResidentId, 'G12345678', '*********'],
  [maskResidentIdShort, '430102200506120418', '430****0418'],
  [maskMobile, '13800000021', '138****0021'],
  [maskMobile, '123', '****'],
  [maskTel, '0731-80004318', '0731-****4318'],
  [maskTel, '13800000021', '138****0021'],
  [maskEmail, 'mtest@example.edu.cn', 'm*****t@example.edu.cn'],
  [maskEmail, 'nothing', '****'],
  [maskAddress, '湖南省龙山县民安街道新建路12号', '湖南省龙山县******'],
  [maskName, '欧阳䶮', '欧阳*'],
  [maskName, '欧阳', '欧*'],
  [maskName, '张伟', '张*'],
  [maskName, '王小明', '王**'],
  [maskName, '诸葛明㙇', '诸葛**'],
  [maskName, '𬱖伟', '𬱖*'],
  [maskName, '买买提·吐尔逊', '买**'],
  [maskName, '阿卜杜热合曼•麦麦提图尔荪', '阿**'],
  [maskName, '伟', '*'],
  [maskName, '', ''],
  [maskEmployerName, '湘江精密制造股份有限公司', '湘江精密****公司'],
  [maskEmployerName, '云麓小学', '云****学'],
  [normaliseName, ' 买买提•吐尔逊 ', '买买提·吐尔逊'],
  [normaliseName, '买买提．吐尔逊', '买买提·吐尔逊'],
  [normaliseName, '张 伟', '张伟'],
  [normaliseName, 'Maria  Silva', 'Maria Silva'],
  [normaliseEmployerName, '...湘江精密制造股份有限公司', '湘江精密制造股份有限公司'],
  [normaliseEmployerName, '*公司名称:湘江精密制造股份有限公司', '湘江精密制造股份有限公司'],
  [normaliseEmployerName, '。单位全称：：湘江精密【长沙】有限公司。', '湘江精密（长沙）有限公司'],
  [normaliseEmployerName, '湘江精密[长沙)有限公司', '湘江精密（长沙）有限公司'],
  [normaliseEmployerName, '公司名称（北京）有限公司', '公司名称（北京）有限公司'],
  [normaliseEmployerName, 'ＴＣＬ 科技集团', 'TCL科技集团'],
  [normaliseEmployerName, '*北辰云图信息技术(杭州) 有限公司', '北辰云图信息技术（杭州）有限公司'],
] as const)('%p of %j gives %j', (mask, text, value) => {
  expect(mask(text)).toBe(value);
});

test('a masked name never shows the whole name', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('欧', '阳', '䶮', '𬱖', '·', '伟') }),
      (name) => {
        expect(maskName(name)).toContain('*');
        expect(maskName(name)).not.toContain(name);
        expect(maskEmployerName(name)).not.toContain(name);
      },
    ),
  );
});

test.each([
  '13800000021',
  '91350100M000100Y43',
  '444885356',
  '0731-80004318',
  '测试单位',
  'test01',
  '云招聘测试账号',
  '待定',
  '某公司',
])('%p stands where a name should, and is none', (text) => expect(employerNameDefect(text)).toMatch(/。$/));

test.each([
  '湘江精密制造股份有限公司',
  '三一重工股份有限公司',
  '3M中国有限公司',
  'TCL科技集团',
  '第八〇一研究所',
  '昔某阁',
  '检验检测认证中心',
])('%p may be a name', (text) => expect(employerNameDefect(text)).toBeNull());
