// 200,000 units with names as registers hold them, 3,000 of them settled at a school of 4,000 students.
import { pinyin } from 'pinyin-pro';
import pg from 'pg';

export const UNITS = 200_000;
const SETTLED = 3000;
const STUDENTS = 4000;
const TEACHERS = 300;

const PLACES =
  '长沙 湖南 株洲 湘潭 岳阳 衡阳 广州 深圳 东莞 佛山 上海 北京 杭州 宁波 苏州 南京 武汉 成都 重庆 西安 青岛 济南 郑州 合肥'.split(
    ' ',
  );
const FIRST = '湘云麓海岳星辰北恒华中天远宏瑞鑫盛安泰德利康创智联信达通元正东方明光新力'.split('');
const SECOND = '江图峰源创科飞翔泽润辉昌隆兴诚汇博宇腾跃鼎铭航晟旭锦荣嘉佳尚美优卓越'.split('');
const TRADES =
  '精密制造 数据科技 信息技术 电子商务 建筑工程 教育咨询 生物医药 新材料 机电设备 文化传媒 物流运输 食品加工 环保工程 软件开发 汽车零部件 农业发展 医疗器械 装饰设计'.split(
    ' ',
  );
const FORMS = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司'];

/** Always the same units: a small generator with a fixed beginning. */
function generator(seed) {
  let state = seed;
  return (list) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return list[Math.floor((state / 2147483648) * list.length)];
  };
}

const spelt = new Map();
function syllables(part) {
  if (!spelt.has(part)) spelt.set(part, pinyin(part, { toneType: 'none', type: 'array' }).join(' '));
  return spelt.get(part);
}

export function* units(count = UNITS) {
  const pick = generator(20270412);
  for (let i = 0; i < count; i += 1) {
    const parts = [pick(PLACES), pick(FIRST), pick(SECOND), pick([...FIRST, '']), pick(TRADES), pick(FORMS)].filter(
      Boolean,
    );
    yield {
      name: parts.join(''),
      syllables: parts.map(syllables).join(' '),
      code: `9143${String(i).padStart(14, '0')}`,
      // what somebody types who looks for it
      typed: parts.slice(1, 4).join(''),
    };
  }
}

export async function makeUnits(databaseUrl, policy) {
  console.error(`making ${UNITS.toLocaleString('en')} units …`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const run = (sql, values) => client.query(sql, values);
  await run(`insert into school (id, code, name, short_name) values (1, '20001', '学校', '校')`);
  await run(
    `insert into school_policy (school_id, version, policy, effective_from) values (1, 1, $1::jsonb, '2020-01-01')`,
    [JSON.stringify(policy)],
  );
  await people(run);
  const { rows: indexes } = await run(
    `select indexname as name, indexdef as sql from pg_indexes where tablename = 'directory_key'`,
  );
  for (const { name } of indexes) await run(`drop index ${name}`);
  // the triggers do this unit by unit; here it is done once, at the end
  await run(`set session_replication_role = replica`);
  let batch = [];
  const write = async () => {
    await run(
      `insert into employer (credit_code, name, name_norm, syllables, nature_code, industry_code, region_code, compared_at)
       select u.code, u.name, u.name, u.syllables, '39', '22', '430121', now() from jsonb_to_recordset($1::jsonb) as u(code text, name text, syllables text)`,
      [JSON.stringify(batch)],
    );
    batch = [];
  };
  for (const unit of units()) if (batch.push(unit) === 10_000) await write();
  await run(
    `insert into employer_school (employer_id, school_id, status) select id, 1, 'approved' from (select id, row_number() over (order by md5(name), id) n from employer) e where n <= $1`,
    [SETTLED],
  );
  await run(
    `insert into account (audience, login, name, password_hash) select 'employer', 'hr' || n, '人事' || n, '-' from generate_series(1, $1::int) n`,
    [SETTLED],
  );
  await run(
    `insert into employer_member (account_id, employer_id, role)
     select a.id, x.employer_id, 'employer_admin' from (select id, row_number() over (order by id) n from account where audience = 'employer') a
       join (select employer_id, row_number() over (order by employer_id) n from employer_school) x using (n)`,
  );
  await run(`set session_replication_role = origin`);
  await run(`select directory_rekey(array(select id from employer))`);
  for (const { sql } of indexes) await run(sql);
  await run('vacuum analyze');
  const { rows } = await run(
    `select count(*)::int as keys, pg_size_pretty(pg_total_relation_size('directory_key')) as size from directory_key`,
  );
  console.error(`${rows[0].keys.toLocaleString('en')} keys, ${rows[0].size}`);
  await client.end();
}

async function people(run) {
  await run(`insert into cohort (school_id, year) values (1, 2027)`);
  await run(`insert into college (school_id, code, name) values (1, '01', '学院')`);
  await run(
    `insert into major (school_id, college_id, code, name, level_code, length_years) select 1, id, '1', '软件工程', '31', 4 from college`,
  );
  await run(
    `insert into school_class (school_id, college_id, major_id, cohort, name) select 1, college_id, id, 2027, '一班' from major`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) select 'student', 1, lpad(n::text, 8, '0'), '学生' || n, '-' from generate_series(1, $1::int) n`,
    [STUDENTS],
  );
  await run(
    `insert into student (school_id, student_no, name, cohort, college_id, major_id, class_id, level_code, gender_code, length_years, graduation_month, account_id)
     select 1, a.login, a.name, 2027, k.college_id, k.major_id, k.id, '31', '1', 4, '202706', a.id from account a cross join school_class k where a.audience = 'student'`,
  );
  await run(
    `insert into account (audience, school_id, login, name, password_hash) select 'teacher', 1, 'teacher' || n, '老师' || n, '-' from generate_series(1, $1::int) n`,
    [TEACHERS],
  );
  await run(
    `insert into account_grant (account_id, school_id, role) select id, 1, 'center_staff' from account where audience = 'teacher'`,
  );
}
