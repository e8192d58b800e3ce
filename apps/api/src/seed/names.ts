import type { Random } from './random.js';

const SURNAMES =
  '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const COMPOUND = ['欧阳', '司马', '上官', '诸葛', '夏侯', '皇甫', '尉迟', '慕容'];
const GIVEN =
  '伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉梅鑫宇浩然子涵雨欣梓轩思远嘉怡俊佳慧博文雪晴天翔志航若曦一诺书瑶景行知微望舒沐阳清如云帆晓彤星河语桐承泽安澜';
/** Names that break systems: rare characters, a middle dot, one character after a long surname, the longest that occur. */
const RARE = [
  ['欧阳䶮', '1'],
  ['买买提·吐尔逊', '1'],
  ['阿依古丽·阿卜杜热西提', '2'],
  ['㙇子昂', '1'],
  ['李𠮷', '1'],
  ['王㛃', '2'],
  ['尉迟·阿卜杜拉江·买买提明', '1'],
  ['陈堃', '1'],
  ['张喆', '1'],
  ['司马懿文', '2'],
] as const;

export interface PersonName {
  name: string;
  genderCode: '1' | '2';
  ethnicCode: string;
}

export function personName(random: Random): PersonName {
  if (random.chance(0.004)) {
    const [name, genderCode] = random.pick(RARE);
    return { name, genderCode, ethnicCode: name.includes('·') ? '05' : '01' };
  }
  const surname = random.chance(0.012) ? random.pick(COMPOUND) : random.pick([...SURNAMES]);
  const given = [...GIVEN];
  const name = surname + random.pick(given) + (random.chance(0.8) ? random.pick(given) : '');
  return {
    name,
    genderCode: random.chance(0.5) ? '1' : '2',
    ethnicCode: random.chance(0.9) ? '01' : random.pick(['03', '06', '08', '11', '13', '15']),
  };
}

const PLACES = [
  '云麓',
  '湘江',
  '岳麓',
  '星沙',
  '洞庭',
  '衡岳',
  '楚天',
  '澧水',
  '南岭',
  '浏阳',
  '资水',
  '望城',
  '潇湘',
  '沅江',
  '橘洲',
  '韶峰',
  '雪峰',
  '武陵',
  '桃源',
  '昭山',
  '珠江',
  '浦东',
  '钱塘',
  '天府',
  '关山',
  '鹏城',
  '海珠',
  '闽江',
  '太湖',
  '秦淮',
];
const TRADES = [
  { word: '精密制造', industry: '22' },
  { word: '重工', industry: '22' },
  { word: '生物医药', industry: '22' },
  { word: '新能源', industry: '22' },
  { word: '智能装备', industry: '22' },
  { word: '软件', industry: '34' },
  { word: '信息技术', industry: '34' },
  { word: '数据科技', industry: '34' },
  { word: '建筑工程', industry: '24' },
  { word: '路桥建设', industry: '24' },
  { word: '设计研究', industry: '38' },
  { word: '检测技术', industry: '38' },
  { word: '商贸', industry: '31' },
  { word: '物流', industry: '32' },
  { word: '文化传媒', industry: '44' },
  { word: '教育科技', industry: '42' },
  { word: '环保', industry: '39' },
  { word: '电力', industry: '23' },
  { word: '人力资源', industry: '37' },
  { word: '餐饮管理', industry: '33' },
] as const;

export interface UnitName {
  name: string;
  natureCode: string;
  industryCode: string;
  /** First two characters of the credit code that fit the nature. */
  registry: string;
}

export function unitName(random: Random, city: string, taken: Set<string>): UnitName {
  for (;;) {
    const unit = candidate(random, city);
    if (taken.has(unit.name)) continue;
    taken.add(unit.name);
    return unit;
  }
}

function candidate(random: Random, city: string): UnitName {
  const place = random.pick(PLACES);
  const number = random.int(1, 40);
  switch (random.int(1, 20)) {
    case 1:
      return { name: `${city}第${number}中学`, natureCode: '22', industryCode: '42', registry: '12' };
    case 2:
      return { name: `${city}${place}区人民医院`, natureCode: '23', industryCode: '43', registry: '12' };
    case 3:
      return { name: `${city}${place}区人民政府办公室`, natureCode: '10', industryCode: '45', registry: '11' };
    case 4:
      return {
        name: `${place}${random.pick(['职业技术学院', '师范学院', '理工大学'])}`,
        natureCode: '21',
        industryCode: '42',
        registry: '12',
      };
    default: {
      const trade = random.pick(TRADES);
      const natureCode = random.chance(0.25) ? '31' : random.chance(0.1) ? '32' : '39';
      const form = natureCode === '31' ? '集团有限公司' : random.chance(0.3) ? '股份有限公司' : '有限公司';
      const branch = random.chance(0.06) ? `${random.pick(['长沙', '深圳', '上海', '成都', '武汉'])}分公司` : '';
      return {
        name: `${random.chance(0.5) ? city : ''}${place}${trade.word}${form}${branch}`,
        natureCode,
        industryCode: trade.industry,
        registry: '91',
      };
    }
  }
}
