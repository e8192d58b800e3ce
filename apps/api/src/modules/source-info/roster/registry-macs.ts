import { Injectable } from '@nestjs/common';
import { isRegistryField, type SourceKey } from '@qiancheng/shared';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { registryMac } from '../records/source-columns.js';
import type { RosterPlan } from './check-roster-row.js';

const OWN = new Set<SourceKey>(['name', 'studentNo', 'idNo', 'examNo', 'birthDate']);
const MOST_MACS = 2000;

/** What the registry said of a student, field by field, as digests (DC-05). */
@Injectable()
export class RegistryMacs {
  private readonly macs = new Map<string, string>();

  constructor(private readonly cipher: FieldCipher) {}

  of({ values }: RosterPlan, registryFields: readonly string[]): Partial<Record<SourceKey, string>> {
    const macs: Partial<Record<SourceKey, string>> = {};
    for (const [key, value] of Object.entries(values) as [SourceKey, string][]) {
      if (isRegistryField(key, registryFields)) macs[key] = this.macOf(key, value);
    }
    return macs;
  }

  /** What is the same in many rows is made once; what is a person's own is not kept. */
  private macOf(key: SourceKey, value: string): string {
    if (OWN.has(key)) return registryMac(this.cipher, key, value);
    const name = `${key} ${value}`;
    const known = this.macs.get(name);
    if (known !== undefined) return known;
    const mac = registryMac(this.cipher, key, value);
    if (this.macs.size >= MOST_MACS) this.macs.clear();
    this.macs.set(name, mac);
    return mac;
  }
}
