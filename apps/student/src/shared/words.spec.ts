import { describe, expect, it } from 'vitest';
import { cautionsFor } from './cautions.js';
import { placeName, townName } from './regions.js';
import { joined, yuan } from './text.js';

const data = {
  provinces: { '430000': '湖南省', '310000': '上海市', '450000': '广西壮族自治区', '420000': '湖北省' },
  cities: {
    '430100': '长沙市',
    '433100': '湘西土家族苗族自治州',
    '310100': '上海市',
    '450100': '南宁市',
    '429000': '省直辖县',
  },
  counties: { '430121': '长沙县', '310115': '浦东新区', '433130': '龙山县', '450102': '兴宁区', '429004': '仙桃市' },
};

describe('names of places', () => {
  it('says the town as people do', () => {
    expect(townName(data, '430121')).toBe('长沙');
    expect(townName(data, '433130')).toBe('湘西土家族苗族自治州');
    expect(townName(data, '310115')).toBe('上海');
    expect(townName(data, '429004')).toBe('仙桃市');
  });
  it('says province and town, and the district of a municipality', () => {
    expect(placeName(data, '430121')).toBe('湖南 长沙');
    expect(placeName(data, '450102')).toBe('广西 南宁');
    expect(placeName(data, '310115')).toBe('上海 浦东新区');
  });
});

describe('cautions', () => {
  it('keeps the fact and drops the advice to the writer', () => {
    const words = (path: string, message: string): string => cautionsFor([{ path, message }])[0]?.message ?? '';
    expect(words('breach.penalty', '违约金高于 5,000 元，学生会看到提醒。能发，建议降低。')).toBe(
      '违约金高于 5,000 元，先问清条件',
    );
    expect(words('terms.salaryProbation', '试用期月薪高于转正月薪，请核对是不是填反了。')).toBe(
      '试用期月薪高于转正月薪，先问清',
    );
    expect(words('terms.salaryProbation', '试用期月薪是转正的 76%，低于法定的 80%。')).toBe(
      '试用期月薪是转正的 76%，低于法定的 80%，先问清',
    );
  });
});

describe('words', () => {
  it('joins what is there', () => expect(joined('岗位', null, '', '长沙')).toBe('岗位，长沙'));
  it('never parts money from its unit', () => expect(yuan(8500)).toBe('8,500\u00a0元'));
});
