import { POLICY_VARIANTS, chartOf } from '@qiancheng/shared';
import { describe, expect, it } from 'vitest';
import { chartsByStart, layoutChart, type Chart } from './layout.js';

/** The chart as the API sends it: absent slots are null there. */
function chart(name: keyof typeof POLICY_VARIANTS): Chart {
  const { states, edges } = chartOf(POLICY_VARIANTS[name]);
  return { states, edges: edges.map((edge) => ({ ...edge, slot: edge.slot ?? null })) };
}
const VARIANTS = Object.keys(POLICY_VARIANTS) as (keyof typeof POLICY_VARIANTS)[];

describe('layout of the process chart', () => {
  it.each(VARIANTS)('%s: no two stations overlap and everything lies on the paper', (name) => {
    for (const part of chartsByStart(chart(name))) {
      const { nodes, width, height } = layoutChart(part);
      expect(nodes.length).toBeGreaterThan(2);
      for (const [index, a] of nodes.entries()) {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(width);
        expect(a.y + a.height).toBeLessThanOrEqual(height);
        for (const b of nodes.slice(index + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart, `${a.state.label} and ${b.state.label}`).toBe(true);
        }
      }
    }
  });

  it.each(VARIANTS)('%s: what leads on points to the right, and nothing that happens is left out', (name) => {
    for (const part of chartsByStart(chart(name))) {
      const { nodes, edges } = layoutChart(part);
      const x = new Map(nodes.map((node) => [node.state.id, node.x]));
      expect(nodes.find((node) => node.state.kind === 'done')?.x).toBe(
        Math.max(...nodes.filter((node) => !node.ways.length).map((node) => node.x)),
      );
      const wanted = part.edges.filter(
        (edge) => !edge.exception && edge.from !== null && edge.from !== edge.to && x.has(edge.from),
      );
      const pairs = new Set(wanted.map((edge) => `${edge.from}${edge.to}`));
      expect(new Set(edges.map((edge) => edge.key.slice(1)))).toEqual(pairs);
    }
  });

  it('lists the signatures and seals under their station, the last one last', () => {
    const { slots } = layoutChart(chart('V4'));
    expect(slots?.lines.map((line) => line.label)).toEqual(['学生签名', '单位盖章', '学院盖章', '学校盖章']);
  });

  it('draws one picture for each way to begin', () => {
    expect(chartsByStart(chart('V1'))).toHaveLength(1);
    const v1 = chart('V1');
    const v3 = chart('V3');
    const both: Chart = {
      states: [...v1.states, ...v3.states.filter((state) => !v1.states.some((known) => known.id === state.id))],
      edges: [...v1.edges, ...v3.edges],
    };
    const parts = chartsByStart(both);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.states.some((state) => state.id === 'DRAFT_STU')).toBe(false);
    expect(parts[1]?.states.some((state) => state.id === 'INVITED')).toBe(false);
  });
});
