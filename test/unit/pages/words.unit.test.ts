import { describe, expect, it } from '@jest/globals';
import { decisionWords } from '../../../functions/decisions/words/decision.ts';
import { evidenceFilesWords } from '../../../functions/evidence/words/files.ts';
import { historyWords } from '../../../functions/history/words/history.ts';
import { overviewWords } from '../../../functions/history/words/overview.ts';
import { deskWords, orderWords, tabWords } from '../../../functions/projects/words/desk.ts';
import { formWords } from '../../../functions/projects/words/form.ts';
import { projectWords } from '../../../functions/projects/words/project.ts';
import { actions } from '../../../shared/history/event.ts';
import { outcomes, projectStates } from '../../../shared/history/vocabulary.ts';
import { adviceWords } from '../../../shared/pages/words/advice.ts';
import { checkpointWords } from '../../../shared/pages/words/checkpoints.ts';
import {
  actionWords,
  common,
  outcomeWords,
  roleWords,
  states,
  viaWords,
} from '../../../shared/pages/words/common.ts';
import { eventWords } from '../../../shared/pages/words/events.ts';
import { evidenceWords } from '../../../shared/pages/words/evidence.ts';
import { frameWords } from '../../../shared/pages/words/frame.ts';
import { planWords } from '../../../shared/pages/words/plan.ts';
import { problemWords } from '../../../shared/pages/words/problem.ts';

type Phrase = string | ((...parts: never[]) => string);
type Catalogue = Readonly<Record<'zh' | 'en', Readonly<Record<string, Phrase>>>>;

const catalogues: Readonly<Record<string, Catalogue>> = {
  common,
  states,
  outcomeWords,
  actionWords,
  roleWords,
  viaWords,
  checkpointWords,
  decisionWords,
  deskWords,
  orderWords,
  tabWords,
  adviceWords,
  eventWords,
  evidenceFilesWords,
  evidenceWords,
  formWords,
  frameWords,
  historyWords,
  overviewWords,
  planWords,
  problemWords,
  projectWords,
};

const HAN = /\p{Script=Han}/u;
const spoken = (phrase: Phrase): string =>
  typeof phrase === 'string' ? phrase : String(Reflect.apply(phrase, undefined, ['X', 'X']));
// What Chinese readers say without a Chinese character, and what English readers are shown of Chinese on purpose.
const SAME = new Set(['colon', 'comma', 'semicolon', 'inParentheses']);
const QUOTES_CHINESE = new Set(['legend']);

describe.each(Object.entries(catalogues))('%s', (_, catalogue) => {
  it('has the same phrases in both languages, none of them empty', () => {
    expect(Object.keys(catalogue.en)).toEqual(Object.keys(catalogue.zh));
    for (const words of [catalogue.zh, catalogue.en]) {
      expect(Object.entries(words).filter(([, phrase]) => spoken(phrase).trim() === '')).toEqual([]);
    }
  });

  it('speaks Chinese to Chinese readers and English to English ones', () => {
    const zh = Object.entries(catalogue.zh).filter(
      ([key, phrase]) => !SAME.has(key) && !HAN.test(spoken(phrase)),
    );
    const en = Object.entries(catalogue.en).filter(
      ([key, phrase]) => !QUOTES_CHINESE.has(key) && HAN.test(spoken(phrase)),
    );
    expect(zh).toEqual([]);
    expect(en).toEqual([]);
  });
});

describe('what the record can say', () => {
  it('has a word for every action, outcome and state', () => {
    expect(Object.keys(actionWords.zh).sort()).toEqual([...actions()].sort());
    expect(Object.keys(outcomeWords.zh).sort()).toEqual([...outcomes].sort());
    expect(Object.keys(states.zh).sort()).toEqual([...projectStates].sort());
  });
});
