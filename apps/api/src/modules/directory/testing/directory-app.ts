import { randomUUID } from 'node:crypto';
import { normaliseEmployerName } from '@qiancheng/shared';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { WholeModule } from '../../../app.module.js';
import { bootScan } from '../../../platform/access/index.js';
import { FakeClock } from '../../../platform/clock/index.js';
import { type RequestContext, systemContext } from '../../../platform/context/index.js';
import { FieldCipher } from '../../../platform/crypto/index.js';
import { createHttpApp } from '../../../platform/http/index.js';
import { runSweep } from '../../../platform/jobs/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../../platform/testing/index.js';
import { World } from '../../agreements/testing/world.js';

export interface UnitSketch {
  name: string;
  creditCode?: string | null;
  legacyCode?: string | null;
  status?: string;
  regionCode?: string;
  natureCode?: string;
}

/** The whole product on a database of its own, with two schools and an operator. */
export class DirectoryApp {
  private constructor(
    readonly database: TestDatabase,
    readonly app: NestFastifyApplication,
    readonly clock: FakeClock,
    readonly here: World,
    readonly there: World,
    readonly operator: RequestContext,
  ) {}

  static async open(): Promise<DirectoryApp> {
    const database = await createTestDatabase();
    const config = testConfig(database.url);
    const clock = new FakeClock();
    const { app } = await createHttpApp(WholeModule.forRoot(config, clock), config, bootScan);
    const cipher = app.get(FieldCipher, { strict: false });
    const here = await World.create(database.owner, cipher);
    const there = await World.create(database.owner, cipher);
    const accountId = randomUUID();
    await database.owner.query(
      `insert into account (id, audience, login, name, password_hash) values ($1, 'platform', 'operator', '运营', 'none')`,
      [accountId],
    );
    const operator: RequestContext = {
      ...systemContext(null, 'test'),
      actor: {
        accountId,
        audience: 'platform',
        displayName: '运营',
        grants: [{ role: 'operator', collegeIds: null, classIds: null }],
      },
      scope: { kind: 'platform' },
      ip: '203.0.113.7',
      device: 'jest',
    };
    return new DirectoryApp(database, app, clock, here, there, operator);
  }

  get<T>(type: abstract new (...given: never[]) => T): T {
    return this.app.get<T>(type, { strict: false });
  }

  async unit(sketch: UnitSketch): Promise<string> {
    const id = randomUUID();
    await this.database.owner.query(
      `insert into employer (id, credit_code, legacy_code, name, name_norm, nature_code, industry_code, region_code, status)
       values ($1, $2, $3, $4, $5, $6, '22', $7, $8)`,
      [
        id,
        sketch.creditCode ?? null,
        sketch.legacyCode ?? null,
        sketch.name,
        normaliseEmployerName(sketch.name),
        sketch.natureCode ?? '31',
        sketch.regionCode ?? '430121',
        sketch.status ?? 'verified',
      ],
    );
    return id;
  }

  async rows<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.owner.query(sql, values)).rows as T[];
  }

  keep(): Promise<number> {
    return runSweep(this.app, 'directory.keep') as Promise<number>;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}
