import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CertificateKind, CertificationData } from '@qiancheng/shared';
import sharp, { type OverlayOptions } from 'sharp';
import { codePointsOf, DRAWN_FAMILY, FontBook } from '../platform/pdf/index.js';
import type { Storage } from '../platform/storage/index.js';
import { Random } from './random.js';

interface Subject {
  data: Pick<CertificationData, 'name' | 'creditCode' | 'address'>;
  person: { id: string; name: string };
}

/** A paper that is wanted: what stands on it, and whose upload it is. */
export interface SamplePaper {
  purpose: string;
  label: string;
  lines: readonly string[];
  accountId: string;
  schoolId?: number;
  at: Date;
}

interface Asked extends SamplePaper {
  id: string;
}

const [WIDTH, HEIGHT] = [800, 560];
const MARGIN = 76;
const PAPER = '#fdfaf1';
const INK = '#333333';
const FRAME = '#b79f64';
const SEAL = '#b3261e';
const MARK = '样张';
const NOTE = '演示用的样张，不是真实证件';

const linesOf = (kind: CertificateKind, { data, person }: Subject): string[] =>
  kind === 'authorisation'
    ? [`现授权 ${person.name} 代表本单位`, '登记、维护单位资料，办理毕业生网上签约。', '', `单位：${data.name}`]
    : [
        `统一社会信用代码：${data.creditCode}`,
        `名称：${data.name}`,
        ...(data.address ? [`住所：${data.address}`] : []),
      ];

/**
 * The papers of the demo: plainly drawn, with the values that they are to show, so that a review has something to compare. The
 * letters come from the bundled fonts, for a machine need not have any.
 */
export class SamplePapers {
  private readonly random: Random;
  private readonly family: string;
  private readonly asked: Asked[] = [];

  /** @param name and seed: others for each set, so that no two have the same font, and no two files the same id */
  constructor(name: string, seed: number) {
    this.random = new Random(seed);
    this.family = `${DRAWN_FAMILY} ${name}`;
  }

  /** @returns the id of the file that there will be */
  ask(kind: CertificateKind, label: string, subject: Subject, at: Date): string {
    const accountId = subject.person.id;
    return this.add({ purpose: `certificate.${kind}`, label, lines: linesOf(kind, subject), accountId, at });
  }

  add(paper: SamplePaper): string {
    const id = this.random.uuid();
    this.asked.push({ ...paper, id });
    return id;
  }

  /** Draws and stores them all; answers the rows of `uploaded_file`. */
  async draw(storage: Storage): Promise<Record<string, unknown>[]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'qiancheng-papers-'));
    try {
      const words = this.asked.flatMap(({ label, lines }) => [label, ...lines]);
      const pen = new Pen(path.join(folder, 'drawn.ttf'), this.family, [...words, MARK, NOTE].join(''));
      const forms = new Map<string, Buffer>();
      const frame = await frameWith(pen);
      for (const { label } of this.asked) if (!forms.has(label)) forms.set(label, await formOf(label, frame, pen));
      return await Promise.all(
        this.asked.map(async (paper) => stored(paper, await filled(paper, forms.get(paper.label), pen), storage)),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function stored({ id, purpose, label, accountId, schoolId, at }: Asked, bytes: Buffer, storage: Storage) {
  const { sha256, size } = await storage.put(bytes);
  return {
    id,
    school_id: schoolId ?? null,
    account_id: accountId,
    purpose,
    sha256,
    mime: 'image/jpeg',
    size,
    width: WIDTH,
    height: HEIGHT,
    pages: null,
    original_name: `${label}（${MARK}）.jpg`,
    created_at: at,
  };
}

/** Text as a picture. */
class Pen {
  constructor(
    private readonly file: string,
    private readonly family: string,
    words: string,
  ) {
    writeFileSync(file, new FontBook().file('serif', codePointsOf(words), family));
  }

  async write(text: string, size: number, colour = INK): Promise<Omit<OverlayOptions, 'input'> & { input: Buffer }> {
    const markup = `<span foreground="${colour}">${text}</span>`;
    const font = { font: `${this.family} ${size}`, fontfile: this.file, dpi: 72, spacing: Math.round(size / 2) };
    const { data, info } = await sharp({ text: { text: markup, rgba: true, ...font } })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { input: data, raw: { width: info.width, height: info.height, channels: 4 } };
  }
}

/** What is the same on each: the frame, 样张 across the corner, and what the picture is. */
async function frameWith(pen: Pen): Promise<OverlayOptions[]> {
  const { input, raw } = await pen.write(MARK, 76, SEAL);
  const slanted = await sharp(input, { raw: raw as NonNullable<typeof raw> })
    .extend({ top: 16, bottom: 16, left: 24, right: 24, background: '#ffffff00' })
    .rotate(-14, { background: '#ffffff00' })
    .png()
    .toBuffer();
  const bar = (left: number, top: number, width: number, height: number): OverlayOptions => ({
    input: { create: { width, height, channels: 3, background: FRAME } },
    left,
    top,
  });
  const [edge, thick] = [22, 5];
  return [
    bar(edge, edge, WIDTH - 2 * edge, thick),
    bar(edge, HEIGHT - edge - thick, WIDTH - 2 * edge, thick),
    bar(edge, edge, thick, HEIGHT - 2 * edge),
    bar(WIDTH - edge - thick, edge, thick, HEIGHT - 2 * edge),
    { input: slanted, left: WIDTH - 290, top: HEIGHT - 235 },
    { ...(await pen.write(NOTE, 18, SEAL)), left: MARGIN, top: HEIGHT - 76 },
  ];
}

/** The empty sheet of one kind: drawn once, for all units. */
async function formOf(label: string, frame: readonly OverlayOptions[], pen: Pen): Promise<Buffer> {
  const title = await pen.write(label, 48);
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: PAPER } })
    .composite([...frame, { ...title, left: Math.round((WIDTH - (title.raw?.width ?? 0)) / 2), top: 72 }])
    .removeAlpha()
    .raw()
    .toBuffer();
}

async function filled(paper: Asked, form: Buffer | undefined, pen: Pen): Promise<Buffer> {
  const lines = await pen.write(paper.lines.join('\n'), 23);
  return sharp(form, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .composite([{ ...lines, left: MARGIN, top: 190 }])
    .jpeg({ quality: 80 })
    .toBuffer();
}
