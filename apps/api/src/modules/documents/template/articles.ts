import type { SchoolPolicy } from '@qiancheng/shared';

export interface Article {
  title: string;
  body: string;
}

type EffectiveAt = SchoolPolicy['sign']['effective_at'];

/** Part of what is signed: a changed word makes a new version. */
export const ARTICLES_VERSION = '2027-1';

const EFFECTIVE: Record<EffectiveAt, string> = {
  accept: '毕业生应约之日',
  last_review: '学校审核通过之日',
  all_slots: '各方签字、盖章齐全之日',
};

/** The articles in the product's own words; the student reads these before signing, and the paper carries the same. */
export function agreementArticles(effectiveAt: EffectiveAt): Article[] {
  return [
    {
      title: '诚信',
      body: '毕业生和用人单位已如实说明各自情况，充分了解对方，自愿签订本协议。一方提供虚假材料的，另一方有权解除本协议，并可要求赔偿损失。',
    },
    {
      title: '报到',
      body: '毕业生应当在约定的到岗日期前，持毕业证书和本协议到用人单位报到。不能按期报到的，应当提前告知用人单位并取得同意。',
    },
    {
      title: '接收',
      body: '用人单位应当按本协议安排岗位，为毕业生办理录用手续，并按约定协助办理档案转递、户口迁移和党组织关系转接。',
    },
    {
      title: '劳动合同',
      body: '毕业生报到后，双方应当在一个月内订立劳动（聘用）合同。本协议约定的岗位、工作地点、薪酬、试用期和福利应当写入合同；合同与本协议不一致的，以本协议为准，双方另行书面约定的除外。',
    },
    {
      title: '学校',
      body: '学校核实毕业生的身份和毕业资格，签署意见，并按规定转递档案。学校是本协议的见证方，不承担毕业生与用人单位之间的给付责任。',
    },
    {
      title: '不算违约的情形',
      body: '出现双方在本协议中勾选的情形，或者毕业生报到前未取得毕业资格、体检不符合双方事先约定的录用条件的，一方可以书面通知另一方解除本协议，不承担违约责任。',
    },
    {
      title: '变更和解除',
      body: '变更、解除本协议应当采用书面形式，由双方协商一致，并将书面材料交学校。一方单独解除的，应当出具书面解约函，并按约定承担违约责任。',
    },
    {
      title: '违约责任',
      body: '一方违约的，按本协议约定的违约金数额承担责任。没有约定违约金或者约定为零的，按实际损失依法协商处理。',
    },
    {
      title: '生效和终止',
      body: `本协议自${EFFECTIVE[effectiveAt]}起生效，至毕业生报到并与用人单位订立劳动（聘用）合同时终止。各份协议内容相同，效力相同。`,
    },
    {
      title: '其他',
      body: '未尽事项可以写入备注栏或者另立附件，与本协议具有同等效力。履行本协议发生争议的，双方先行协商；协商不成的，依法申请仲裁或者向人民法院起诉。',
    },
  ];
}

/** How to use the sheet; for whoever holds it. */
export function agreementNotes(copies: readonly { label: string }[], publicUrl: string): string[] {
  const shares = copies.map((copy, index) => `第 ${index + 1} 份${copy.label}`).join('，');
  return [
    '本协议由系统生成，任何涂改无效。内容需要更改的，在系统中办理后重新打印，旧版随即失效。',
    '用 A4 纸正反面打印，沿长边翻转，比例 100%，不加页眉页脚；一份协议的各页不得拆散使用。',
    `一式 ${copies.length} 份：${shares}。`,
    '盖章处加盖公章或人事专用章。上级主管部门一栏只由没有人事管理权的单位办理，其他单位已划去。',
    `扫描页上的二维码，或在 ${publicUrl}/verify 输入协议编号，可以核对本协议现在是否有效。`,
  ];
}
