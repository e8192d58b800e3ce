import type { StaffDetail } from '@qiancheng/api-client/teacher';
import { mount } from '@vue/test-utils';
import { beforeAll, describe, expect, it } from 'vitest';
import ConflictDialog from './ConflictDialog.vue';
import type { Profile } from './ProfileFields.vue';

const account = (change: Partial<StaffDetail> = {}): StaffDetail =>
  ({ name: '王敏', phone: '138****0001', email: 'wang@example.com', version: 1, ...change }) as StaffDetail;

function open(theirs: Partial<StaffDetail>, mine: Partial<Profile>) {
  const base = account();
  const typed: Profile = { login: null, name: base.name, phone: null, email: base.email, ...mine };
  const wrapper = mount(ConflictDialog, { props: { open: true, base, theirs: account(theirs), mine: typed } });
  const choose = (text: string) =>
    wrapper
      .findAll('label')
      .find((label) => label.text().includes(text))
      ?.find('input')
      .setValue(true);
  const save = async () => {
    await wrapper.findAll('footer button').at(-1)?.trigger('click');
    return wrapper.emitted('resolve')?.at(-1)?.[0];
  };
  return { wrapper, choose, save };
}

describe('two people edited one account', () => {
  beforeAll(() => {
    HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
      this.open = true;
    };
  });

  it('shows every field, and what the other one changed', () => {
    const { wrapper } = open({ name: '王敏敏', phone: '139****0002' }, { email: 'min@example.com' });
    const text = wrapper.text();
    for (const words of ['姓名', '王敏敏', '手机', '139****0002', '邮箱', '用我改的：min@example.com']) {
      expect(text).toContain(words);
    }
    expect(wrapper.findAll('input[type="radio"]')).toHaveLength(2);
  });

  it('lets each be chosen, the phone as well', async () => {
    const typed = { name: '王小敏', phone: '13700000003', email: 'min@example.com' };
    const { choose, save } = open({ name: '王敏敏', phone: '139****0002' }, typed);
    expect(await save()).toEqual({ name: '王敏敏', phone: null, email: 'wang@example.com' });
    await choose('13700000003');
    await choose('王小敏');
    expect(await save()).toEqual({ name: '王小敏', phone: '13700000003', email: 'wang@example.com' });
  });

  it('keeps what the other one changed where I typed nothing', async () => {
    const { save } = open({ email: 'new@example.com' }, { name: '王小敏' });
    expect(await save()).toEqual({ name: '王敏', phone: null, email: 'new@example.com' });
  });
});
