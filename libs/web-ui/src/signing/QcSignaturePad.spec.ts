import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import QcSignaturePad from './QcSignaturePad.vue';
import type { SignatureStrokes, Stroke } from './strokes.js';

/** jsdom lays nothing out: the pad is 600 × 300 at the corner, so that screen and signature space are the same. */
function mountPad(strokes: Stroke[] = []) {
  const wrapper = mount(QcSignaturePad, {
    props: {
      modelValue: strokes,
      name: '丁一',
      signLabel: '签署',
      'onUpdate:modelValue': (next: Stroke[]) => wrapper.setProps({ modelValue: next }),
    },
    attachTo: document.body,
  });
  const ink = wrapper.get<HTMLElement>('.ink').element;
  ink.getBoundingClientRect = () => ({ left: 0, top: 0, x: 0, y: 0, width: 600, height: 300 }) as DOMRect;
  return { wrapper, ink };
}

async function pen(ink: HTMLElement, type: string, x: number, y: number, more: PointerEventInit = {}): Promise<void> {
  ink.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, pointerType: 'touch', bubbles: true, ...more }),
  );
  await nextTick();
}
async function stroke(ink: HTMLElement, ...points: [number, number][]): Promise<void> {
  const [first, ...rest] = points as [[number, number], ...[number, number][]];
  await pen(ink, 'pointerdown', ...first);
  for (const point of rest) await pen(ink, 'pointermove', ...point);
  await pen(ink, 'pointerup', ...(points.at(-1) as [number, number]));
}
const button = (wrapper: ReturnType<typeof mountPad>['wrapper'], words: string) => {
  const found = wrapper.findAll('button').find((each) => each.text() === words);
  if (!found) throw new Error(`no button ${words}`);
  return found;
};

describe('QcSignaturePad', () => {
  it('draws what the pointer draws and takes it back stroke by stroke', async () => {
    const { wrapper, ink } = mountPad();
    await stroke(ink, [100, 60], [200, 60], [260, 220]);
    await stroke(ink, [300, 60], [400, 220]);
    expect(wrapper.findAll('.strokes path')).toHaveLength(2);
    await button(wrapper, '撤一笔').trigger('click');
    expect(wrapper.findAll('.strokes path')).toHaveLength(1);
    await button(wrapper, '清空').trigger('click');
    expect(wrapper.props('modelValue')).toEqual([]);
    expect(wrapper.text()).toContain('在这里写');
  });

  it('hands on a signature in its own space', async () => {
    const { wrapper, ink } = mountPad();
    await stroke(ink, [80, 60], [300, 60], [180, 240]);
    await stroke(ink, [320, 140], [540, 150]);
    await button(wrapper, '签署').trigger('click');
    const sent = wrapper.emitted<[SignatureStrokes]>('sign')?.[0]?.[0];
    expect(sent).toMatchObject({ width: 600, height: 300 });
    expect(sent?.strokes).toHaveLength(2);
    expect(sent?.strokes[0]?.[0]).toMatchObject({ x: 80, y: 60, t: 0 });
  });

  it('refuses a small one with a sentence, clears, and keeps it in sight until the next stroke', async () => {
    const { wrapper, ink } = mountPad();
    await stroke(ink, [280, 140], [300, 150]);
    await stroke(ink, [290, 135], [295, 160]);
    await button(wrapper, '签署').trigger('click');
    expect(wrapper.emitted('sign')).toBeUndefined();
    expect(wrapper.get('[role="alert"]').text()).toContain('签名太小，看不清。');
    expect(wrapper.props('modelValue')).toEqual([]);
    expect(wrapper.find('.target').exists()).toBe(true);
    expect(wrapper.findAll('.strokes.faint path')).toHaveLength(2);
    await stroke(ink, [80, 60], [300, 60]);
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
    expect(wrapper.findAll('.strokes path')).toHaveLength(1);
  });

  it('follows one pointer only, and no finger once a pen was seen', async () => {
    const { wrapper, ink } = mountPad();
    await pen(ink, 'pointerdown', 100, 100, { pointerType: 'pen', pressure: 0.4 });
    await pen(ink, 'pointerdown', 400, 200, { pointerId: 2 });
    await pen(ink, 'pointermove', 440, 240, { pointerId: 2 });
    await pen(ink, 'pointermove', 160, 140, { pointerType: 'pen', pressure: 0.6 });
    await pen(ink, 'pointerup', 160, 140, { pointerType: 'pen' });
    await stroke(ink, [300, 200], [350, 250]);
    expect(wrapper.props('modelValue')).toEqual([
      [expect.objectContaining({ x: 100, p: 0.4 }), expect.objectContaining({ x: 160, p: 0.6 })],
    ]);
  });

  it('closes while the act is sent', async () => {
    const { wrapper, ink } = mountPad([
      [
        { x: 80, y: 60, t: 0 },
        { x: 500, y: 240, t: 9 },
      ],
    ]);
    await wrapper.setProps({ busy: true });
    await stroke(ink, [300, 200], [350, 250]);
    await button(wrapper, '清空').trigger('click');
    await button(wrapper, '签署').trigger('click');
    expect(wrapper.props('modelValue')).toHaveLength(1);
    expect(wrapper.emitted('sign')).toBeUndefined();
  });
});
