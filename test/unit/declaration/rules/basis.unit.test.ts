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

describeRule('R4: the form of a 文号', numberIsWellFormed, [
  {
    of: 'square brackets',
    in: numbered('昆政发[2013]27号'),
    finds: [`error ${NUMBER}`],
    naming: ['昆政发〔2013〕27号'],
  },
  { of: 'round brackets', in: numbered('昆政发（2013）27号'), finds: [`error ${NUMBER}`] },
  { of: 'a leading zero', in: numbered('昆政发〔2013〕027号'), finds: [`error ${NUMBER}`] },
  { of: '第', in: numbered('昆政发〔2013〕第27号'), finds: [`error ${NUMBER}`] },
  { of: 'no issuer', in: numbered('〔2013〕27号'), finds: [`error ${NUMBER}`] },
  { of: 'no 号', in: numbered('昆政发〔2013〕27'), finds: [`error ${NUMBER}`] },
  { of: 'an order, which has another form', in: numbered('令第79号'), finds: [`error ${NUMBER}`] },
  {
    of: 'the second of two',
    in: { basis: [{ number: '昆政发〔2013〕27号' }, { number: '昆政发【2013】27号' }] },
    finds: ['error /basis/1/number'],
    naming: ['2'],
  },
  ...['昆政发〔2013〕27号', '昆政办〔2014〕52号', '呈政复〔2014〕127号', '呈办发〔2019〕20号'].map(
    (number) => ({
      of: number,
      in: numbered(number),
      finds: [],
    }),
  ),
  { of: 'none', in: numbered(''), finds: [] },
]);

describeRule('R5: the year of a 文号', numberIsNotLater, [
  {
    of: 'later than the budget',
    in: numbered('呈办发〔2023〕20号'),
    finds: [`error ${NUMBER}`],
    naming: ['2023', '2021'],
  },
  { of: 'later, in other brackets', in: numbered('呈办发[2023]20号'), finds: [`error ${NUMBER}`] },
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
    of: 'a version of an unlisted law',
    in: citing({ title: '《档案法》', articles: ['第九百条'], version: '2020-06-20' }),
    finds: [],
  },
  {
    of: 'an article of a numbered document',
    in: citing({ title: '《管理办法》', number: '财会〔2012〕21号', articles: ['第三条'] }),
    finds: [],
  },
  { of: 'no article', in: law({}), finds: [] },
]);
