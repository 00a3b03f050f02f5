import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadForm } from '../../../../shared/declaration/registry.ts';
import { checkpointLetter } from '../../../../shared/effects/mail/checkpoint-letter.ts';
import { type Composed, compose } from '../../../../shared/effects/mail/compose.ts';
import {
  administratorLetter,
  codeLetter,
  escalationLetter,
  formerLetter,
  requestLetter,
  takenBackLetter,
  unitLetter,
} from '../../../../shared/effects/mail/letters.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { anEvent, aProject, aRequest, inReview, standing } from './sample-case.ts';

const stage = (await loadForm('project-declaration')).stages.find(({ id }) => id === 'finance-review');
if (!stage) throw new Error('There is no finance review');
const names = { zh: "审核人丙（示例）、O'Neil & <Sons>", en: "审核人丙（示例）、O'Neil & <Sons>" };
const base = (lang: Lang, loaded = aProject(inReview)) => ({
  lang,
  loaded,
  baseUrl: 'https://countersign.example',
  contact: '财务科 010-00000000 <a & b>',
});
const decided = anEvent({ action: 'decided', approvedFen: 30_000_000 });

const aCheckpoint = {
  number: 7,
  at: '2021-11-11T02:00:00.000Z',
  chains: 3,
  events: 12,
  root: 'b'.repeat(64),
  previous: 'c'.repeat(64),
  key: 'd'.repeat(64),
  hash: 'e'.repeat(64),
  signature: 'c2lnbmF0dXJl',
};

const each: Readonly<Record<string, (lang: Lang) => Composed>> = {
  request: (lang) => compose(requestLetter(base(lang), aRequest, stage, 'TOKEN', false)),
  reminder: (lang) => compose(requestLetter(base(lang), aRequest, stage, 'TOKEN', true)),
  overdue: (lang) => compose(escalationLetter(base(lang), aRequest, stage)),
  reassigned: (lang) => compose(formerLetter(base(lang))),
  'nobody-to-ask': (lang) => compose(administratorLetter(base(lang), 'nobody-to-ask', stage.label)),
  'mail-failed': (lang) => compose(administratorLetter(base(lang), 'mail-failed', names)),
  approved: (lang) => compose(unitLetter(base(lang, aProject(standing('approved'))), 'approved', decided)),
  returned: (lang) => compose(unitLetter(base(lang, aProject(standing('returned', 2))), 'returned', decided)),
  rejected: (lang) => compose(unitLetter(base(lang, aProject(standing('rejected'))), 'rejected', decided)),
  cut: (lang) => compose(unitLetter(base(lang), 'cut', decided)),
  'about-to-lapse': (lang) =>
    compose(
      unitLetter(
        base(lang, aProject(standing('returned', 2))),
        'about-to-lapse',
        anEvent({ action: 'reminded', stage: undefined, revision: 2 }),
      ),
    ),
  lapsed: (lang) =>
    compose(
      unitLetter(
        { ...base(lang, aProject(standing('lapsed', 2))), contact: '' },
        'lapsed',
        anEvent({ action: 'lapsed', stage: undefined, revision: 2 }),
      ),
    ),
  recalled: (lang) => compose(takenBackLetter(base(lang, aProject(standing('draft', 2))), 'recalled')),
  withdrawn: (lang) => compose(takenBackLetter(base(lang, aProject(standing('withdrawn'))), 'withdrawn')),
  code: (lang) => compose(codeLetter({ ...base(lang), baseUrl: '' }, '123456')),
  checkpoint: () => checkpointLetter(aCheckpoint, 'https://countersign.example/a&b'),
};

const golden = join(import.meta.dirname, '../../../fixtures/golden/letters');
const cases = Object.entries(each).flatMap(([name, write]) =>
  (['zh', 'en'] as const).map((lang) => [name, lang, write(lang)] as const),
);

describe('a letter says and looks what it always did', () => {
  it.each(cases)('%s in %s', (name, lang, { subject, text, html }) => {
    const kept = (kind: string) => readFileSync(join(golden, `${name}.${lang}.${kind}`), 'utf8');
    expect(`${subject}\n\n${text}`).toBe(kept('txt'));
    expect(`${html}\n`).toBe(kept('html'));
  });
});
