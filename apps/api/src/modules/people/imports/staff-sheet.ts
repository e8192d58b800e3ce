import { ROLES, TEACHER_ROLES } from '@qiancheng/shared';
import { defineSheet } from '../../../platform/sheets/index.js';

export const ROLE_BY_LABEL = new Map(TEACHER_ROLES.map((role) => [ROLES[role].label as string, role]));

/** One teacher a row, with one role; further roles are given on the page. */
export const STAFF_SHEET = defineSheet({
  name: '教师账号',
  columns: [
    {
      key: 'login',
      header: '账号',
      aliases: ['工号', '登录名', '教工号'],
      required: true,
      width: 16,
      note: '一般用工号。字母、数字，可以带 . _ -。开通以后不能改。',
      example: 'T20270001',
    },
    { key: 'name', header: '姓名', required: true, width: 14, example: '欧阳静' },
    {
      key: 'phone',
      header: '手机',
      aliases: ['手机号', '手机号码', '联系电话'],
      width: 16,
      note: '11 位。第一次登录时由本人验证。',
      example: '13800000021',
    },
    { key: 'email', header: '邮箱', aliases: ['电子邮箱'], width: 26, example: 'ouyang@example.edu.cn' },
    { key: 'role', header: '角色', required: true, width: 18, options: [...ROLE_BY_LABEL.keys()], example: '辅导员' },
    {
      key: 'colleges',
      header: '学院',
      aliases: ['管理学院', '所管学院', '所在学院'],
      width: 28,
      note: '学院管理员必填；辅导员可以填。用学院名称或代码，几个之间用顿号。',
      example: '外国语学院、法学院',
    },
    {
      key: 'classes',
      header: '班级',
      aliases: ['管理班级', '所带班级'],
      width: 36,
      note: '辅导员填所带班级，几个之间用顿号。几届有同名班级时在前面写届别，如 2027届英语2301班。',
      example: '英语2301班、英语2302班',
    },
  ],
  notes: [
    '每人一行，一个角色。一个人有几个角色的，先导入一个，其余在“教师账号”页面上加。',
    '就业中心管理员、就业中心老师、审计员管全校，学院和班级留空。',
    '已有的账号可以选择更新或跳过。更新时，空着的手机和邮箱保持原样，其他角色不变。',
  ],
});

export type StaffColumn = (typeof STAFF_SHEET)['columns'][number]['key'];
export type StaffValues = Record<StaffColumn, string>;

/** What the sheet of passwords looks like that goes to whoever imported. */
export const PASSWORD_SHEET = defineSheet({
  name: '初始密码',
  columns: [
    { key: 'login', header: '账号', width: 16 },
    { key: 'name', header: '姓名', width: 14 },
    { key: 'password', header: '初始密码', width: 18 },
    { key: 'expires', header: '有效期至', width: 18 },
    { key: 'address', header: '登录地址', width: 40 },
  ],
});

/** Teachers of one school; more in one file is a mistake. */
export const IMPORT_ROWS = 2000;
