import type { DataSource } from 'typeorm';
import { connect, Db } from '../../platform/database/index.js';
import { PageQuery } from '../../platform/http/index.js';
import { createTestDatabase, testConfig, type TestDatabase } from '../../platform/testing/index.js';
import { SchoolsOverview } from './schools-overview.js';

describe('SchoolsOverview', () => {
  let database: TestDatabase;
  let source: DataSource;
  let overview: SchoolsOverview;

  beforeAll(async () => {
    database = await createTestDatabase();
    source = await connect(testConfig(database.url));
    overview = new SchoolsOverview(new Db(source));
    await database.owner.query(`
      insert into school (code, name, short_name) values ('10001', '云麓大学', '云麓'), ('10002', '海岳学院', '海岳');
      insert into cohort (school_id, year, is_open) values (1, 2026, false), (1, 2027, true), (2, 2027, true);
      insert into college (school_id, code, name) select id, '01', '文学院' from school;
      insert into major (school_id, college_id, code, name, level_code, length_years) select school_id, id, '1', '中文', '31', 4 from college;
      insert into school_class (school_id, college_id, major_id, cohort, name) select school_id, college_id, id, 2027, '一班' from major;
      insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month)
        select c.school_id, n::text, '学生', 2027, c.college_id, c.major_id, c.id, '31', '1', 4, '202706'
          from school_class c cross join generate_series(1, 3) n where c.school_id = 1 or n = 1;
      insert into employer (credit_code, name, name_norm, nature_code, industry_code, region_code) values ('x', 'x', 'x', '31', 'I', '430100');
      insert into signing_case (school_id, student_id, cohort, college_id, class_id, employer_id, flow, state, policy_version, created_at, state_since, updated_at)
        select s.school_id, s.id, s.cohort, s.college_id, s.class_id, e.id, 'employer_invite',
               case when s.student_no = '1' then 'REVIEW' else 'INVITED' end, 1, now(), now(), now()
          from student s cross join employer e where s.school_id = 1;`);
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  it('counts what each school has', async () => {
    const page = await overview.list(new PageQuery());
    expect(page).toEqual({
      items: [
        {
          code: '10001',
          name: '云麓大学',
          status: 'open',
          cohorts: [
            { year: 2027, open: true, students: 3 },
            { year: 2026, open: false, students: 0 },
          ],
          students: 3,
          agreements: 3,
          states: [
            { state: 'INVITED', label: expect.any(String), count: 2 },
            { state: 'REVIEW', label: expect.any(String), count: 1 },
          ],
        },
        {
          code: '10002',
          name: '海岳学院',
          status: 'open',
          cohorts: [{ year: 2027, open: true, students: 1 }],
          students: 1,
          agreements: 0,
          states: [],
        },
      ],
      total: 2,
      page: 1,
      pageSize: 20,
    });
  });

  it('knows the total on a page beyond the last', async () => {
    expect(await overview.list(Object.assign(new PageQuery(), { page: 9 }))).toMatchObject({ items: [], total: 2 });
  });
});
