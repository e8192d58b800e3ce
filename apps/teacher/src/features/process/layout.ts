import type { ProcessChartView } from '@qiancheng/api-client/teacher';

/**
 * Places a school's process on paper: the way to a signed agreement runs from left to right, what goes back arches above
 * it, what ends early stands below. Pure arithmetic, so that it can be tested and drawn without measuring.
 */
export type ChartState = ProcessChartView['states'][number];
export type ChartEdge = ProcessChartView['edges'][number];

export type Chart = Pick<ProcessChartView, 'states' | 'edges'>;

export interface PlacedNode {
  state: ChartState;
  x: number;
  y: number;
  width: number;
  height: number;
  /** how one gets there, for the states that end a case early */
  ways: string[];
}
export interface PlacedEdge {
  key: string;
  path: string;
  lines: { label: string; actor: string }[];
  /** middle of the text */
  x: number;
  y: number;
  kind: 'forward' | 'leap' | 'back' | 'end';
}
export interface SlotLine {
  label: string;
  actor: string;
}
export interface ChartLayout {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  slots: { x: number; y: number; width: number; lines: SlotLine[]; from: { x: number; y: number } } | null;
  start: { x: number; y: number };
}

const NODE = { width: 120, height: 52 };
const GAP = { x: 78, y: 30, track: 27 };
const LEFT = 44;
const END = { width: 128, height: 46, gap: 14, below: 56 };
const ORDER = ['draft', 'waiting', 'review', 'signing', 'done'];
const stageOf = (state: ChartState): number => ORDER.indexOf(state.kind) * 10 + state.reviewLevel;

interface Move extends ChartEdge {
  from: string;
}
const isMove = (edge: ChartEdge): edge is Move => edge.from !== null && edge.from !== edge.to;

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) map.set(key(item), [...(map.get(key(item)) ?? []), item]);
  return map;
}

/**
 * One picture for each way a case can begin: what can be reached from there, without the other beginnings that a refusal
 * may lead back to.
 */
export function chartsByStart(chart: Chart): Chart[] {
  const starts = [...new Set(chart.edges.filter((edge) => edge.from === null).map((edge) => edge.to))];
  const states = new Map(chart.states.map((state) => [state.id, state]));
  const onward = (edge: ChartEdge): boolean => {
    const from = states.get(edge.from ?? '');
    const to = states.get(edge.to);
    return Boolean(from && to && (to.kind === 'closed' || stageOf(to) >= stageOf(from)));
  };
  return starts.map((start) => {
    const inside = new Set([start]);
    for (const id of inside) {
      for (const edge of chart.edges) {
        if (edge.from === id && !edge.exception && onward(edge)) inside.add(edge.to);
      }
    }
    return {
      states: chart.states.filter((state) => inside.has(state.id)),
      edges: chart.edges.filter((edge) => inside.has(edge.to) && (edge.from === null || inside.has(edge.from))),
    };
  });
}

/** Longest way from the beginning, over the edges that lead on. */
function ranksOf(states: readonly ChartState[], forward: readonly Move[]): Map<string, number> {
  const rank = new Map(states.map((state) => [state.id, 0]));
  for (let round = 0; round < states.length; round += 1) {
    for (const edge of forward) {
      const next = (rank.get(edge.from) ?? 0) + 1;
      if (next > (rank.get(edge.to) ?? 0)) rank.set(edge.to, next);
    }
  }
  return rank;
}

/** Spreads n lines over the edge of a node, so that arrows do not end on top of each other. */
const port = (index: number, count: number): number =>
  (index - (count - 1) / 2) * Math.min(20, 84 / Math.max(1, count));

export function layoutChart(chart: Chart): ChartLayout {
  const drawn = chart.edges.filter((edge) => !edge.exception);
  const place = new Map(chart.states.map((state, index) => [state.id, stageOf(state) * 100 + index]));
  // A state that only an exception leads to (a frozen case that is released) is no station of the normal way.
  const reached = new Set(drawn.filter((edge) => edge.from !== edge.to).map((edge) => edge.to));
  const main = chart.states.filter((state) => ORDER.includes(state.kind) && reached.has(state.id));
  const onMain = new Set(main.map((state) => state.id));
  const moves = drawn.filter(isMove).filter((edge) => onMain.has(edge.from));
  const between = moves.filter((edge) => onMain.has(edge.to));
  const leads = (edge: Move): boolean => (place.get(edge.to) ?? 0) > (place.get(edge.from) ?? 0);
  const ranks = ranksOf(main, between.filter(leads));
  const rankOf = (id: string): number => ranks.get(id) ?? 0;
  // What goes back, and what leaps over a station, arches above the line.
  const arches = (edge: Move): boolean => !leads(edge) || rankOf(edge.to) - rankOf(edge.from) > 1;
  const forward = between.filter((edge) => !arches(edge));

  const spans = [...grouped(between.filter(arches), (edge) => `${edge.from}>${edge.to}`).values()].map((edges) => {
    const [first] = edges as [Move];
    const from = rankOf(first.from);
    const to = rankOf(first.to);
    return { edges, first, from, to, low: Math.min(from, to), high: Math.max(from, to), track: 0 };
  });
  spans.sort((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low);
  for (const [index, span] of spans.entries()) {
    const crossing = spans.slice(0, index).filter((other) => other.low < span.high && other.high > span.low);
    while (crossing.some((other) => other.track === span.track)) span.track += 1;
  }
  const tracks = Math.max(0, ...spans.map((span) => span.track + 1));
  const top = 20 + tracks * GAP.track + (tracks ? 10 : 0);

  const rows = new Map<number, number>();
  const nodes = new Map<string, PlacedNode>();
  for (const state of main) {
    const rank = ranks.get(state.id) ?? 0;
    const row = rows.get(rank) ?? 0;
    rows.set(rank, row + 1);
    nodes.set(state.id, {
      state,
      x: LEFT + rank * (NODE.width + GAP.x),
      y: top + row * (NODE.height + GAP.y),
      ...NODE,
      ways: [],
    });
  }
  const mainHeight = Math.max(1, ...rows.values());
  const bottom = top + mainHeight * NODE.height + (mainHeight - 1) * GAP.y;
  const width = LEFT + Math.max(1, ...[...ranks.values()].map((rank) => rank + 1)) * (NODE.width + GAP.x) - GAP.x + 8;
  const edges: PlacedEdge[] = [];

  for (const group of grouped(forward, (edge) => `${edge.from}>${edge.to}`).values()) {
    const [first] = group as [Move];
    const from = nodes.get(first.from);
    const to = nodes.get(first.to);
    if (!from || !to) continue;
    const y1 = from.y + from.height / 2;
    const y2 = to.y + to.height / 2;
    const x1 = from.x + from.width;
    const middle = to.x - GAP.x / 2;
    edges.push({
      key: `f${first.from}${first.to}`,
      kind: 'forward',
      path: y1 === y2 ? `M${x1} ${y1}H${to.x - 2}` : `M${x1} ${y1}H${middle}V${y2}H${to.x - 2}`,
      lines: group.map(({ label, actor }) => ({ label, actor })),
      x: y1 === y2 ? (x1 + to.x) / 2 : middle,
      y: y2,
    });
  }

  const outOf = grouped(spans, (span) => span.first.from);
  const into = grouped(spans, (span) => span.first.to);
  for (const span of spans) {
    const from = nodes.get(span.first.from);
    const to = nodes.get(span.first.to);
    if (!from || !to) continue;
    // On each node the arrows that arrive stand right of those that leave.
    const all = (id: string) => [...(outOf.get(id) ?? []), ...(into.get(id) ?? [])];
    const order = (id: string) => all(id).sort((a, b) => a.low + a.high - (b.low + b.high) || a.track - b.track);
    const at = (id: string): number => port(order(id).indexOf(span), order(id).length);
    const x1 = from.x + from.width / 2 + at(span.first.from);
    const x2 = to.x + to.width / 2 + at(span.first.to);
    const y = top - 14 - span.track * GAP.track;
    const turn = x2 < x1 ? -7 : 7;
    edges.push({
      key: `b${span.first.from}${span.first.to}`,
      kind: leads(span.first) ? 'leap' : 'back',
      path: `M${x1} ${from.y}V${y + 7}q0 -7 ${turn} -7H${x2 - turn}q${turn} 0 ${turn} 7V${to.y - 2}`,
      lines: span.edges.map(({ label, actor }) => ({ label, actor })),
      x: (x1 + x2) / 2,
      y,
    });
  }

  const ends = chart.states
    .filter((state) => state.kind === 'closed')
    .map((state) => ({ state, ways: moves.filter((edge) => edge.to === state.id) }))
    .filter((end) => end.ways.length);
  ends.sort((a, b) => (ranks.get(a.ways[0]?.from ?? '') ?? 0) - (ranks.get(b.ways[0]?.from ?? '') ?? 0));
  const endY = bottom + END.below;
  let free = 0;
  const leaving = grouped(
    ends.flatMap((end) => end.ways.map((way) => ({ end, way }))),
    ({ way }) => way.from,
  );
  for (const end of ends) {
    const source = nodes.get(end.ways[0]?.from ?? '');
    const wanted = (source?.x ?? LEFT) - 4;
    const x = Math.max(free, wanted);
    free = x + END.width + END.gap;
    const node: PlacedNode = {
      state: end.state,
      x,
      y: endY,
      width: END.width,
      height: END.height,
      ways: [...new Set(end.ways.map((way) => `${way.actor}${way.label}`))],
    };
    nodes.set(end.state.id, node);
    for (const from of new Set(end.ways.map((way) => way.from))) {
      const start = nodes.get(from);
      if (!start) continue;
      const peers = leaving.get(from) ?? [];
      const x1 =
        start.x +
        start.width / 2 +
        port(
          peers.findIndex((peer) => peer.end === end),
          peers.length,
        );
      const y1 = start.y + start.height;
      const x2 = Math.min(Math.max(x1, x + 14), x + END.width - 14);
      const middle = bottom + 24 + (x2 === x1 ? 0 : peers.findIndex((peer) => peer.end === end) * 6);
      edges.push({
        key: `e${from}${end.state.id}`,
        kind: 'end',
        path: x1 === x2 ? `M${x1} ${y1}V${endY - 2}` : `M${x1} ${y1}V${middle}H${x2}V${endY - 2}`,
        lines: [],
        x: x2,
        y: middle,
      });
    }
  }

  const signing = main.find((state) => drawn.some((edge) => edge.from === state.id && edge.slot !== null));
  const signingNode = signing ? nodes.get(signing.id) : undefined;
  const marks = drawn.filter((edge) => edge.from === signing?.id && edge.slot !== null);
  marks.sort((a, b) => Number(a.from !== a.to) - Number(b.from !== b.to));
  const slots =
    signingNode && marks.length
      ? {
          x: Math.min(signingNode.x - 20, width - 196),
          y: bottom + 24,
          width: 188,
          lines: marks.map(({ label, actor }) => ({ label, actor })),
          from: { x: signingNode.x + signingNode.width / 2, y: signingNode.y + signingNode.height },
        }
      : null;
  const endsBottom = ends.length ? endY + END.height : bottom;
  const slotsBottom = slots ? slots.y + 16 + slots.lines.length * 24 : bottom;
  const first = main.find((state) => drawn.some((edge) => edge.from === null && edge.to === state.id));
  const firstNode = first ? nodes.get(first.id) : undefined;
  return {
    width: Math.max(width, free),
    height: Math.max(endsBottom, slotsBottom) + 12,
    nodes: [...nodes.values()],
    edges,
    slots,
    start: { x: 10, y: (firstNode?.y ?? top) + NODE.height / 2 },
  };
}
