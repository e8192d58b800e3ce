import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import QcPaper from './QcPaper.vue';

const FILE = { name: '执照副本.jpg', mime: 'image/jpeg', size: 1_800_000, href: '/paper?inline=true' };
const picture = (): File => new File(['x'], 'a.png', { type: 'image/png' });

function choose(input: HTMLInputElement, file: File): void {
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  input.dispatchEvent(new Event('change'));
}

it('takes a file that is chosen, dropped or pasted', () => {
  const paper = mount(QcPaper, { props: { label: '营业执照', file: null } });
  choose(paper.find('[aria-label="上传营业执照"]').element as HTMLInputElement, picture());
  for (const [type, where] of [
    ['drop', 'dataTransfer'],
    ['paste', 'clipboardData'],
  ] as const) {
    const event = new Event(type, { bubbles: true, cancelable: true });
    Object.defineProperty(event, where, { value: { files: [picture()] } });
    paper.element.dispatchEvent(event);
  }
  expect(paper.emitted('pick')).toHaveLength(3);
});

it('shows what is there, and takes it away on request', async () => {
  const paper = mount(QcPaper, { props: { label: '营业执照', file: FILE } });
  expect(paper.text()).toContain('执照副本.jpg');
  expect(paper.find('img').attributes('src')).toBe(FILE.href);
  await paper.find('[aria-label="清除营业执照"]').trigger('click');
  expect(paper.emitted('clear')).toHaveLength(1);
});

it('shows how far it is, takes nothing meanwhile, and can be cancelled', async () => {
  const paper = mount(QcPaper, { props: { label: '授权书', file: null, progress: 0.624, sending: '授权书.pdf' } });
  expect(paper.text()).toContain('授权书.pdf，正在上传 62%');
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.defineProperty(event, 'dataTransfer', { value: { files: [picture()] } });
  paper.element.dispatchEvent(event);
  expect(paper.emitted('pick')).toBeUndefined();
  await paper.find('[aria-label="取消上传授权书"]').trigger('click');
  expect(paper.emitted('cancel')).toHaveLength(1);
});

it('asks for nothing where another paper stands for it, or where one may only look', () => {
  const stood = mount(QcPaper, { props: { label: '组织机构代码证', file: null, replacedBy: '用营业执照代替' } });
  expect(stood.find('input[type="file"]').exists()).toBe(false);
  const read = mount(QcPaper, { props: { label: '营业执照', file: FILE, readonly: true } });
  expect(read.find('input[type="file"]').exists()).toBe(false);
  expect(read.find('[aria-label="清除营业执照"]').exists()).toBe(false);
});

it('says what is wrong beside the paper', () => {
  const paper = mount(QcPaper, { props: { label: '营业执照', file: null, problem: '不接受这种文件。' } });
  expect(paper.find('[role="alert"]').text()).toBe('不接受这种文件。');
});
