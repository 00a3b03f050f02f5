import {
  numberIsNotLater,
  numberIsWellFormed,
  numberOrReason,
} from '../../../../shared/declaration/rules/basis.ts';
import { articleHasVersion } from '../../../../shared/declaration/rules/laws.ts';
import { type Draft, describeRule } from '../../../support/rule-examples.ts';

type Basis = NonNullable<Draft['basis']>[number];

const citing = (basis: Basis, budgetYear = 2021): Draft => ({ budgetYear, basis: [basis] });
const numbered = (number: string, budgetYear?: number): Draft =>
  citing({ title: '《意见》', number }, budgetYear);
const NUMBER = '/basis/0/number';

const UNUSUAL = [`warning ${NUMBER}`];

describeRule('R4: the form of a 文号', numberIsWellFormed, [
  { of: 'square brackets', in: numbered('昆政发[2013]27号'), finds: UNUSUAL, naming: ['昆政发〔2013〕27号'] },
  {
    of: 'round brackets',
    in: numbered('昆政发（2013）27号'),
    finds: UNUSUAL,
    naming: ['昆政发〔2013〕27号'],
  },
  { of: 'a blank', in: numbered('国办发〔2006〕50 号'), finds: UNUSUAL, naming: ['国办发〔2006〕50号'] },
  { of: '号文', in: numbered('财预〔2021〕101号文'), finds: UNUSUAL, naming: ['财预〔2021〕101号'] },
  { of: 'a leading zero', in: numbered('昆政发〔2013〕027号'), finds: UNUSUAL },
  { of: '第', in: numbered('昆政发〔2013〕第27号'), finds: UNUSUAL },
  { of: 'no issuer', in: numbered('〔2013〕27号'), finds: UNUSUAL },
  { of: 'no 号', in: numbered('昆政发〔2013〕27'), finds: UNUSUAL },
  { of: 'an order of nobody', in: numbered('令第79号'), finds: UNUSUAL },
  { of: 'an order without its number', in: numbered('湖南省人民政府令第×号'), finds: UNUSUAL },
  { of: 'no number at all', in: numbered('见附件'), finds: UNUSUAL },
  { of: 'one of two', in: numbered('财预〔2015〕88号、财预10号'), finds: UNUSUAL },
  {
    of: 'the second of two',
    in: { basis: [{ number: '昆政发〔2013〕27号' }, { number: '昆政发【2013】27号' }] },
    finds: ['warning /basis/1/number'],
    naming: ['2'],
  },
  ...[
    '昆政发〔2013〕27号',
    '昆政办〔2014〕52号',
    '呈政复〔2014〕127号',
    '呈办发〔2019〕20号',
    '京规自（海）函〔2021〕123号',
    '财预〔2015〕88号、财预〔2020〕10号',
    '国务院令第744号',
    '中华人民共和国国务院令 第 712 号',
    '国务院第709号令',
    '国令第714号',
    '云南省人民代表大会常务委员会公告〔十三届〕第12号',
    '建标 189-2018',
    'ISO 9001:2015',
    '国务院令（第712号）',
    '中华人民共和国主席令第十三号',
    '财政部令第79号',
    '财政部、国家发展改革委令第102号',
    '住房和城乡建设部令〔2019〕第5号',
    '财政部公告2020年第10号',
    '2021年第3号公告',
    '呈贡区人民政府常务会议纪要第12期',
    '会议纪要〔2021〕5号',
    '第十二次常务会议纪要',
    '〔2021〕第5期',
    '2021年5月8日区委常委会会议',
    'GB/T 32100-2015',
    'GB 50016-2014（2018年版）',
    'DB53/T 123—2020',
    'JGJ 59-2011',
    'T/CECS 123-2020',
    '《中华人民共和国土地管理法》第六十七条',
    '云南省安全生产条例',
    '2018-530114-77-03-012345',
  ].map((number) => ({ of: number, in: numbered(number), finds: [] })),
  { of: 'none', in: numbered(''), finds: [] },
]);

describeRule('R5: the year of a 文号', numberIsNotLater, [
  {
    of: 'later than the budget',
    in: numbered('呈办发〔2023〕20号'),
    finds: [`warning ${NUMBER}`],
    naming: ['2023', '2021'],
  },
  { of: 'later, in other brackets', in: numbered('呈办发[2023]20号'), finds: [`warning ${NUMBER}`] },
  { of: 'earlier', in: numbered('呈办发〔2019〕20号'), finds: [] },
  { of: 'of the same year', in: numbered('呈办发〔2021〕20号'), finds: [] },
  { of: 'no budget year yet', in: { basis: [{ number: '呈办发〔2023〕20号' }] }, finds: [] },
  { of: 'no year in it', in: numbered('令第79号'), finds: [] },
]);

describeRule('R6: a number, or why there is none', numberOrReason, [
  {
    of: 'a central opinion',
    in: citing({ title: '《中共中央 国务院关于推进安全生产领域改革发展的意见》' }),
    finds: [`warning ${NUMBER}`],
  },
  {
    of: 'another central opinion',
    in: citing({ title: '《中共中央办公厅 国务院办公厅印发关于推进城市安全发展的意见》' }),
    finds: [`warning ${NUMBER}`],
  },
  {
    of: 'a law as a whole',
    in: citing({ title: '《中华人民共和国安全生产法》' }),
    finds: [`warning ${NUMBER}`],
  },
  {
    of: 'measures cited by article: they have a number',
    in: citing({ title: '《安全生产费用提取和使用管理办法》', articles: ['第五条'] }),
    finds: [`warning ${NUMBER}`],
  },
  { of: 'a blank reason', in: citing({ title: '《意见》', reason: ' ' }), finds: [`warning ${NUMBER}`] },
  { of: 'its number', in: numbered('呈办发〔2019〕20号'), finds: [] },
  { of: 'its reason', in: citing({ title: '《意见》', reason: '党内文件，未公开文号' }), finds: [] },
  {
    of: 'a law cited by article',
    in: citing({ title: '《中华人民共和国安全生产法》', articles: ['第十一条'] }),
    finds: [],
  },
  { of: 'a law with the article in its title', in: citing({ title: '《安全生产法》第十一条' }), finds: [] },
  {
    of: 'regulations cited by article',
    in: citing({ title: '《云南省安全生产条例》', articles: ['第三条'] }),
    finds: [],
  },
]);

const law = (more: Basis, budgetYear?: number): Draft =>
  citing({ title: '《中华人民共和国安全生产法》', ...more }, budgetYear);
const VERSION = '/basis/0/version';

describeRule('R7: an article and its version', articleHasVersion, [
  {
    of: 'no version',
    in: law({ articles: ['第十一条', '第七十三条'] }),
    finds: [`warning ${VERSION}`],
    naming: ['第十一条', '第七十三条'],
  },
  {
    of: 'no version, the article in the title',
    in: citing({ title: '《安全生产法》第十一条' }),
    finds: [`warning ${VERSION}`],
  },
  {
    of: 'no version of an unlisted law',
    in: citing({ title: '《云南省安全生产条例》', articles: ['第三条'] }),
    finds: [`warning ${VERSION}`],
  },
  {
    of: 'an unlisted text that neither number nor version fixes',
    in: citing({ title: '《管理办法》', articles: ['第三条'] }),
    finds: [`warning ${VERSION}`],
  },
  {
    of: 'a version without a date',
    in: law({ articles: ['第十一条'], version: '最新版' }),
    finds: [`warning ${VERSION}`],
  },
  {
    of: 'a version that there is not',
    in: law({ articles: ['第十一条'], version: '2016-01-01' }),
    finds: [`warning ${VERSION}`],
    naming: ['2014-08-31', '2021-06-10'],
  },
  {
    of: 'an article beyond the last',
    in: law({ articles: ['第十一条', '第一百一十五条'], version: '2014-08-31' }),
    finds: ['warning /basis/0/articles/1'],
    naming: ['114'],
  },
  {
    of: 'what is no article',
    in: law({ articles: ['总则'], version: '2014-08-31' }),
    finds: ['warning /basis/0/articles/0'],
  },
  {
    of: 'a version replaced before the budget year',
    in: law({ articles: ['第二条'], version: '2014-08-31' }, 2022),
    finds: [`warning ${VERSION}`],
    naming: ['2021-09-01', '2021-06-10'],
  },
  {
    of: 'a version that is not in force yet',
    in: law({ articles: ['第二条'], version: '2021-06-10' }, 2020),
    finds: [`warning ${VERSION}`],
    naming: ['2021-09-01'],
  },
  {
    of: 'an old article number under the new version',
    in: law({ articles: ['第十一条', '第七十三条'], version: '2021-06-10' }, 2022),
    finds: ['warning /basis/0/articles/0', 'warning /basis/0/articles/1'],
    naming: ['13'],
  },
  {
    of: 'the version of 2014 in 2021',
    in: law({ articles: ['第十一条', '第七十三条'], version: '2014-08-31' }),
    finds: [],
  },
  { of: 'the version by its year', in: law({ articles: ['第11条'], version: '2014年修正' }), finds: [] },
  {
    of: 'the version by the day it came into force',
    in: law({ articles: ['第十一条第二款'], version: '2014年12月1日' }),
    finds: [],
  },
  {
    of: 'the new numbers of the new version',
    in: law({ articles: ['第十三条', '第七十六条'], version: '2021-06-10' }, 2022),
    finds: [],
  },
  {
    of: 'the last article',
    in: law({ articles: ['第一百一十四条'], version: '2014-08-31' }),
    finds: [],
  },
  {
    of: 'an article of an unlisted law: not checked, and told so',
    in: citing({ title: '《档案法》', articles: ['第九百条'], version: '2020-06-20' }),
    finds: ['warning /basis/0/articles/0'],
    naming: ['第九百条', '《档案法》'],
  },
  {
    of: 'the same with its version in the title',
    in: citing({ title: '《云南省安全生产条例》（2020年修订）第九百条' }),
    finds: ['warning /basis/0/title'],
  },
  {
    of: 'a version of a listed law that is not known here',
    in: law({ articles: ['第十一条'], version: '2016-01-01' }),
    finds: [`warning ${VERSION}`],
  },
  {
    of: 'an article beyond the last of a version from general knowledge',
    in: law({ articles: ['第九百条'], version: '2009-08-27' }, 2010),
    finds: ['warning /basis/0/articles/0'],
    naming: ['97'],
  },
  { of: 'the version of 2009', in: law({ articles: ['第十一条'], version: '2009-08-27' }, 2010), finds: [] },
  {
    of: 'the version in the title',
    in: citing({ title: '《中华人民共和国安全生产法》（2014年修正）', articles: ['第十一条'] }),
    finds: [],
  },
  {
    of: 'the version in the marks of the title',
    in: citing({ title: '《安全生产法（２０１４年修正）》第七十三条' }),
    finds: [],
  },
  {
    of: 'the version in the title, and an article that it does not have',
    in: citing({ title: '《安全生产法（2014年修正）》第九百条' }),
    finds: ['warning /basis/0/title'],
    naming: ['114'],
  },
  {
    of: 'an article beyond a thousand',
    in: citing({ title: '《民法典》', articles: ['第一千零四十二条'], version: '2020-05-28' }),
    finds: [],
  },
  {
    of: 'regulations of the State Council',
    in: citing({ title: '《政府投资条例》第九条', version: '2019年4月14日' }),
    finds: [],
  },
  {
    of: 'an article of a numbered document',
    in: citing({ title: '《管理办法》', number: '财会〔2012〕21号', articles: ['第三条'] }),
    finds: [],
  },
  { of: 'no article', in: law({}), finds: [] },
]);
