import { chartOf, type ProcessChart, type SchoolPolicy } from '@qiancheng/shared';
import type { Chart } from '../process/layout.js';

/** The chart of a policy in the form that the picture takes. */
export function drawable(policy: SchoolPolicy): Chart {
  const chart = chartOf(policy);
  return { states: chart.states, edges: chart.edges.map((edge) => ({ ...edge, slot: edge.slot ?? null })) };
}

/** What the process gains and loses, in words. */
export function chartDifference(before: SchoolPolicy, after: SchoolPolicy): { gained: string[]; lost: string[] } {
  const [one, other] = [stepsOf(chartOf(before)), stepsOf(chartOf(after))];
  return {
    gained: [...other].filter((step) => !one.has(step)),
    lost: [...one].filter((step) => !other.has(step)),
  };
}

function stepsOf(chart: ProcessChart): Set<string> {
  const label = new Map(chart.states.map((state) => [state.id, state.label]));
  const steps = chart.edges
    .filter((edge) => !edge.exception && edge.from !== edge.to)
    .map((edge) => `${edge.from ? label.get(edge.from) : '开始'} → ${label.get(edge.to)}：${edge.actor}${edge.label}`);
  return new Set([...chart.states.map((state) => `状态「${state.label}」`), ...steps]);
}
