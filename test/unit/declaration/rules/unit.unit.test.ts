import {
  organisationCodeHolds,
  regionIsCurrent,
  usccHolds,
} from '../../../../shared/declaration/rules/unit.ts';
import { checkCharacter } from '../../../../shared/values/uscc.ts';
import { type Draft, describeRule } from '../../../support/rule-examples.ts';

const PATH = '/unit/uscc';
const coded = (uscc: string, budgetYear = 2021): Draft => ({ budgetYear, unit: { uscc } });
/** A code with the check character that its first 17 characters ask for. */
const checked = (first17: string): string => `${first17}${checkCharacter(first17)}`;

describeRule('R1: the USCC', usccHolds, [
  {
    of: 'two neighbours swapped',
    in: coded('11530121MB1548810X'),
    finds: [`error ${PATH}`],
    naming: ['11530121MB1548810X'],
  },
  { of: 'a letter that the alphabet lacks', in: coded('91350100M000100Y4Z'), finds: [`error ${PATH}`] },
  { of: 'a wrong check character', in: coded('11530121MB15848100'), finds: [`error ${PATH}`] },
  { of: 'a character too few', in: coded('11530121MB1584810'), finds: [`error ${PATH}`], naming: ['17'] },
  { of: 'small letters', in: coded('11530121mb1584810x'), finds: [`error ${PATH}`] },
  { of: "the source declaration's code", in: coded('11530121MB1584810X'), finds: [] },
  { of: 'a remainder of 0', in: coded('11530121MB100023X0'), finds: [] },
  { of: 'blanks around it', in: coded(' 11530121MB1584810X '), finds: [] },
]);

describeRule('R2: its region', regionIsCurrent, [
  {
    of: 'a county that became a district in 2011',
    in: coded('11530121MB1584810X'),
    finds: [`warning ${PATH}`],
    naming: ['530121', '2011', '530114'],
  },
  {
    of: 'the same without a budget year',
    in: { unit: { uscc: '11530121MB1584810X' } },
    finds: [`warning ${PATH}`],
  },
  { of: 'in the year of its retirement', in: coded('11530121MB1584810X', 2011), finds: [`warning ${PATH}`] },
  { of: 'in the year before', in: coded('11530121MB1584810X', 2010), finds: [] },
  {
    of: 'a district that was split up',
    in: coded(checked('11330104MB1584810'), 2022),
    finds: [`warning ${PATH}`],
    naming: ['330114'],
  },
  { of: 'the same before it was', in: coded(checked('11330104MB1584810'), 2020), finds: [] },
  { of: 'the district of today', in: coded(checked('11530114MB1584810')), finds: [] },
  { of: 'a region that the list does not know', in: coded(checked('11999999MB1584810')), finds: [] },
  { of: 'no code at all', in: coded('530121'), finds: [] },
]);

describeRule('R3: the organisation code inside', organisationCodeHolds, [
  {
    of: 'a wrong check character',
    in: coded(checked('11530121MB1584811')),
    finds: [`warning ${PATH}`],
    naming: ['MB1584811'],
  },
  { of: "the source declaration's", in: coded('11530121MB1584810X'), finds: [] },
  { of: 'a check character X', in: coded(checked('11530121MB100023X')), finds: [] },
  { of: 'no code at all', in: coded('MB1584811'), finds: [] },
]);
