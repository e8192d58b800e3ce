import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import QcConflictDialog from './QcConflictDialog.vue';
import QcProcessLine, { type ProcessStep } from './QcProcessLine.vue';
import QcQueueBar from './QcQueueBar.vue';

enableAutoUnmount(afterEach);

describe('QcProcessLine', () => {
  const step = (key: string, label: string, status: ProcessStep['status']): ProcessStep => ({ key, label, status });

  it('draws as many points as the server sends, signatures and seals together', () => {
    const wrapper = mount(QcProcessLine, {
      props: {
        steps: [
          step('invite', '单位邀请', 'done'),
          step('review:1', '学院审核', 'done'),
          step('slot:student', '学生签名', 'done'),
          step('slot:school', '学校盖章', 'now'),
          step('signed', '签约完成', 'todo'),
        ],
      },
    });
    expect(wrapper.attributes('aria-label')).toBe('签约进度：3 步已完成，现在是学校盖章');
    expect(wrapper.findAll('.wide .steps > li').map((item) => item.find('b').text())).toEqual([
      '已完成：学生签名',
      '现在：学校盖章',
    ]);
    expect(wrapper.find('[aria-current=step] b').text()).toContain('学校盖章');
  });
});

describe('QcQueueBar', () => {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: { render: () => null } }],
  });
  const open = (nextId: string | null) =>
    mount(QcQueueBar, {
      props: {
        back: '/',
        home: '协议',
        label: '学院审核',
        filtered: true,
        place: { position: 18, total: 18, prevId: 'a', nextId },
        keys: true,
      },
      global: { plugins: [router] },
    });

  it('tells the place and opens the neighbours', async () => {
    const wrapper = open('b');
    expect(wrapper.find('.pos').text()).toContain('第 18 条，共 18 条');
    for (const button of wrapper.findAll('button')) await button.trigger('click');
    expect(wrapper.emitted('open')).toEqual([['a'], ['b']]);
  });

  it('does nothing at the end of the queue', async () => {
    const wrapper = open(null);
    const next = wrapper.findAll('button')[1];
    expect(next?.attributes('aria-disabled')).toBe('true');
    await next?.trigger('click');
    expect(wrapper.emitted('open')).toBeUndefined();
  });
});

describe('QcConflictDialog', () => {
  it('says who did what, that nothing was done, and leads to the newer record', async () => {
    const wrapper = mount(QcConflictDialog, {
      props: {
        open: true,
        detail: '内容刚刚被别人改过。',
        changes: [
          {
            id: 'e1',
            label: '不通过',
            at: '2027-04-26T02:05:00Z',
            actorName: '王知微',
            reasonLabel: '其他',
            reasonText: '薪资有误',
          },
        ],
        state: '单位草稿',
      },
      attachTo: document.body,
    });
    await nextTick();
    expect(wrapper.find('h2').text()).toBe('您的操作没有执行');
    expect(wrapper.find('li').text()).toContain('王知微：不通过，其他：薪资有误');
    await wrapper.find('footer button').trigger('click');
    expect(wrapper.emitted('fresh')).toHaveLength(1);
  });
});
