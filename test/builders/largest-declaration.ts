import type { Declaration } from '../../shared/declaration/definition.ts';
import { aDeclaration } from './declaration.ts';

const BASES = 60;
const LINES = 200;
const INDICATORS = 150;
/** All texts together; names and cells take a part of them, the narratives the rest. */
const CHARACTERS = 20_000;

const LEVELS = [
  ['output', 'quantity'],
  ['output', 'quality'],
  ['output', 'timeliness'],
  ['benefit', 'social'],
  ['satisfaction', 'service-recipient'],
] as const;

const textLength = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, item) => sum + textLength(item), 0)
    : 0;
};

const filled = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

/** A declaration of the largest size that the product promises for, without an error: every line asks for 1000 元. */
export function aLargestDeclaration(): Declaration {
  const sample = aDeclaration();
  const [basis] = sample.basis;
  const [indicator] = sample.performance.indicators;
  if (!basis || !indicator) throw new Error('The sample has a basis and an indicator');
  const fen = 100_000;
  const declaration = aDeclaration({
    basis: Array.from({ length: BASES }, (_, index) => ({
      title: `《关于第${index + 1}项安全生产工作的通知》`,
      number: `呈办发〔2020〕${index + 1}号`,
    })),
    appropriation: { ...sample.appropriation, amountFen: LINES * fen },
    plan: Array.from({ length: LINES }, (_, index) => ({
      name: `第${index + 1}网格安全生产巡查补助`,
      unitPriceFen: fen / 10,
      quantity: 10,
      quantityUnit: '次',
      amountFen: fen,
    })),
    performance: {
      ...sample.performance,
      indicators: Array.from({ length: INDICATORS }, (_, index) => {
        const [level1, level2] = LEVELS[index % LEVELS.length] ?? LEVELS[0];
        return {
          ...indicator,
          level1,
          level2,
          name: `第${index + 1}项巡查指标`,
          scoring: '大于等于1次得满分，每少1次扣1分',
          operator: '>=',
        };
      }),
    },
  });
  const room = CHARACTERS - textLength({ ...declaration, overview: '', results: '' });
  const half = Math.floor(room / 2);
  const sentence = '牵头组织开展“五进”宣传活动（含培训），提升安全意识；';
  return { ...declaration, overview: filled(sentence, half), results: filled(sentence, room - half) };
}
