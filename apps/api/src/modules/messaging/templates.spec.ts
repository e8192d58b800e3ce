import { CHANNELS } from './ports/channel.js';
import { render, wechatData } from './render.js';
import { TEMPLATE_NAMES, type TemplateName, type TemplateParams, TEMPLATES } from './templates.js';

const EVIL = '<img src=x onerror="alert(1)">&\'';
const SIGNATURE = '【签程网签】';

const SAMPLES: TemplateParams = {
  verification_code: { code: '482913', minutes: 5, purpose: '绑定手机号' },
  password_reset_done: { name: '林小满', time: '4月12日 10:00' },
  account_opened: { name: '林小满', owner: '云麓大学', login: '20230001', link: 'https://a.cn/1' },
  initial_password: { login: '20230001', code: 'ACDEF-3GH46', days: 90 },
  member_invited: {
    inviter: '王敏',
    employer: '星海智能科技有限公司',
    days: 7,
    address: 'a.cn/employer/join',
    code: 'K7MP-2XQ4-9HTR',
    link: 'https://a.cn/1',
  },
  registration_result: {
    employer: '星海智能科技有限公司',
    passed: false,
    reason: '执照看不清',
    link: 'https://a.cn/1',
  },
  settlement_result: {
    employer: '星海智能科技有限公司',
    school: '云麓大学',
    passed: true,
    reason: null,
    link: 'https://a.cn/1',
  },
  notice: { title: '收到新邀约', body: '星海智能邀请你签约。', time: '4月12日 10:00', link: 'https://a.cn/1' },
};

function sample<T extends TemplateName>(name: T): TemplateParams[T] {
  return SAMPLES[name];
}

const evil = <T extends TemplateName>(name: T): TemplateParams[T] =>
  Object.fromEntries(
    Object.entries(SAMPLES[name]).map(([key, value]) => [key, typeof value === 'string' ? EVIL : (value as unknown)]),
  ) as unknown as TemplateParams[T];

describe.each(TEMPLATE_NAMES)('the message %s', (name) => {
  it('is one text message, signature and all, with every value in its place', () => {
    const { text } = render('sms', name, sample(name));
    expect([...(SIGNATURE + text)].length).toBeLessThanOrEqual(70);
    expect(text).not.toMatch(/[${}]|undefined|null/);
    const values = Object.keys(TEMPLATES[name].sms.values(sample(name) as never));
    const places = [...TEMPLATES[name].sms.text.matchAll(/\$\{(\w+)\}/g)].map(([, place]) => place);
    expect(places.sort()).toEqual(values.sort());
  });

  it('is a mail whose readers get words, never markup of somebody else', () => {
    const mail = render('mail', name, evil(name));
    if (mail.channel !== 'mail') throw new Error('not a mail');
    expect(mail.html).not.toContain('<img');
    expect(mail.html).not.toContain('onerror="');
    expect(mail.subject).not.toMatch(/[\r\n]/);
    const plain = render('mail', name, sample(name));
    expect(plain.text).not.toMatch(/undefined|null/);
  });
});

it('the words of one message are the same facts in every channel', () => {
  for (const channel of CHANNELS) {
    const rendered = render(channel, 'notice', { ...SAMPLES.notice, title: '收到\n新邀约' });
    expect(rendered.text).toContain('星海智能邀请你签约');
  }
});

it('a code stands in the mail by itself, and never goes to WeChat', () => {
  expect(render('mail', 'verification_code', SAMPLES.verification_code).text).toContain('\n\n482913\n\n');
  expect(() => render('wechat', 'verification_code', SAMPLES.verification_code)).toThrow('no words');
});

it('WeChat gets our fields under its own keys, as long as those hold', () => {
  const fields = { title: '一二三四五六七八九十一二三四五六七八九十一', body: '好', time: '4月12日' };
  expect(wechatData(fields, { title: 'thing1', body: 'phrase2' })).toEqual({
    thing1: '一二三四五六七八九十一二三四五六七八九…',
    phrase2: '好',
    time: '4月12日',
  });
});
