import type { Client } from 'pg';
import type { FieldCipher } from '../platform/crypto/index.js';
import { maskMobile } from '@qiancheng/shared';
import type { Storage } from '../platform/storage/index.js';
import type { Random } from './random.js';

export interface SeedContext {
  client: Client;
  cipher: FieldCipher;
  random: Random;
  /** The moment that the demo world is at: when the seed ran. */
  now: Date;
  passwordHash: string;
  storage: Storage;
  say: (line: string) => void;
}

/** The sealed, searchable and masked form of one personal number. */
export function sealedPhone(cipher: FieldCipher, table: string, id: string, phone: string) {
  return {
    phone_enc: cipher.seal(table, 'phone_enc', id, phone),
    phone_mac: cipher.mac('phone', phone),
    phone_masked: maskMobile(phone),
  };
}

/** A real county, with the city name that units carry. */
export const REGIONS = [
  ['430121', '长沙'],
  ['430104', '长沙'],
  ['430111', '长沙'],
  ['430181', '浏阳'],
  ['430211', '株洲'],
  ['430304', '湘潭'],
  ['430408', '衡阳'],
  ['430511', '邵阳'],
  ['430602', '岳阳'],
  ['430702', '常德'],
  ['430802', '张家界'],
  ['430902', '益阳'],
  ['431002', '郴州'],
  ['431102', '永州'],
  ['431202', '怀化'],
  ['431302', '娄底'],
  ['433130', '龙山'],
  ['433101', '吉首'],
  ['440106', '广州'],
  ['440305', '深圳'],
  ['440604', '佛山'],
  ['441302', '惠州'],
  ['310115', '上海'],
  ['330106', '杭州'],
  ['320505', '苏州'],
  ['320106', '南京'],
  ['420111', '武汉'],
  ['420502', '宜昌'],
  ['360111', '南昌'],
  ['350203', '厦门'],
  ['510107', '成都'],
  ['500107', '重庆'],
  ['450103', '南宁'],
  ['520115', '贵阳'],
  ['530102', '昆明'],
  ['610113', '西安'],
  ['110108', '北京'],
  ['370102', '济南'],
  ['410105', '郑州'],
  ['653101', '喀什'],
] as const;
