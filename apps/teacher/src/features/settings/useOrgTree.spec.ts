import { describe, expect, it } from 'vitest';
import { searched, treeOf } from './useOrgTree.js';

const college = (id: string, name: string) => ({
  id,
  code: id,
  name,
  contact: null,
  phone: null,
  active: true,
  version: 1,
});
const major = (id: string, collegeId: string, name: string) => ({
  id,
  collegeId,
  code: id,
  name,
  levelCode: '31',
  lengthYears: 4,
  active: true,
  version: 1,
});
const klass = (id: string, majorId: string, name: string, students: number) => ({
  id,
  majorId,
  code: null,
  name,
  cohort: 2027,
  lengthYears: null,
  active: true,
  students,
  counsellorIds: [],
  version: 1,
});

const nodes = treeOf({
  colleges: [college('01', '计算机学院'), college('02', '文学院')],
  majors: [major('m1', '01', '软件工程'), major('m2', '01', '网络工程'), major('m3', '02', '汉语言')],
  classes: [
    klass('k2', 'm1', '软工2310班', 30),
    klass('k1', 'm1', '软工2302班', 28),
    klass('k3', 'm3', '汉语言一班', 40),
  ],
  counsellors: [],
});

describe('the tree', () => {
  it('counts upwards and sorts class names as people count', () => {
    expect(nodes[0]).toMatchObject({ classes: 2, students: 58 });
    expect(nodes[0]?.majors[0]?.classes.map((one) => one.name)).toEqual(['软工2302班', '软工2310班']);
    expect(nodes[1]?.students).toBe(40);
  });

  it('a search keeps the way to what it found, and all below a unit that matches', () => {
    expect(searched(nodes, '2302')).toMatchObject([{ id: '01', majors: [{ id: 'm1', classes: [{ id: 'k1' }] }] }]);
    expect(searched(nodes, '软件')[0]?.majors[0]?.classes).toHaveLength(2);
    expect(searched(nodes, '文学院')[0]?.majors).toHaveLength(1);
    expect(searched(nodes, '没有')).toEqual([]);
  });
});
