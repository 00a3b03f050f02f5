import { describe, expect, it } from '@jest/globals';
import { attachmentsWords } from '../../../functions/attachments/words/attachments.ts';
import { decisionWords } from '../../../functions/decisions/words/decision.ts';
import { directoryWords } from '../../../functions/directory/words/directory.ts';
import { failedMailsWords } from '../../../functions/directory/words/failed-mails.ts';
import { meWords } from '../../../functions/directory/words/me.ts';
import { programWords } from '../../../functions/directory/words/programs.ts';
import { settingsWords } from '../../../functions/directory/words/settings.ts';
import { evidenceFilesWords } from '../../../functions/evidence/words/files.ts';
import { findWords } from '../../../functions/history/words/find.ts';
import { historyWords } from '../../../functions/history/words/history.ts';
import { overviewWords } from '../../../functions/history/words/overview.ts';
import { startWords } from '../../../functions/history/words/start.ts';
import { deskWords, orderWords, tabWords } from '../../../functions/projects/words/desk.ts';
import { draftsWords } from '../../../functions/projects/words/drafts.ts';
import { formWords } from '../../../functions/projects/words/form.ts';
import { importWords } from '../../../functions/projects/words/imports.ts';
import { listWords } from '../../../functions/projects/words/list.ts';
import { projectWords } from '../../../functions/projects/words/project.ts';
import { requestsWords } from '../../../functions/projects/words/requests.ts';
import { roundWords } from '../../../functions/projects/words/rounds.ts';
import { actions } from '../../../shared/history/event.ts';
import { outcomes, projectStates } from '../../../shared/history/vocabulary.ts';
import { adviceWords } from '../../../shared/pages/words/advice.ts';
import { attachingWords } from '../../../shared/pages/words/attaching.ts';
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
import { pagesWords } from '../../../shared/pages/words/pages.ts';
import { planWords } from '../../../shared/pages/words/plan.ts';
import { problemWords } from '../../../shared/pages/words/problem.ts';

type Phrase = string | ((...parts: never[]) => string);
type Catalogue = Readonly<Record<'zh' | 'en', Readonly<Record<string, Phrase>>>>;

const catalogues: Readonly<Record<string, Catalogue>> = {
  attachmentsWords,
  directoryWords,
  failedMailsWords,
  meWords,
  programWords,
  settingsWords,
  findWords,
  startWords,
  draftsWords,
  importWords,
  listWords,
  requestsWords,
  roundWords,
  attachingWords,
  pagesWords,
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
const SAME = new Set(['colon', 'comma', 'semicolon', 'inParentheses', 'and', 'en']);
const QUOTES_CHINESE = new Set(['legend', 'amount', 'sourceHelp', 'zh']);

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

/** Quotation marks and apostrophes of a typewriter; between Chinese characters what stands half as wide. */
const TYPED = { zh: /["']|[\p{Script=Han}X][,;:?!()]|[,;:?!()]\p{Script=Han}/u, en: /["']/ } as const;
// As spreadsheets are written: a table's column is read by these signs.
const FOR_MACHINES = new Set(['postsExample']);

it.each(['zh', 'en'] as const)('has the punctuation of print everywhere: %s', (lang) => {
  const typed = Object.entries(catalogues).flatMap(([name, catalogue]) =>
    Object.entries(catalogue[lang])
      .filter(([key, phrase]) => !FOR_MACHINES.has(key) && TYPED[lang].test(spoken(phrase)))
      .map(([key, phrase]) => `${name}.${key}: ${spoken(phrase)}`),
  );
  expect(typed).toEqual([]);
});

describe('what the record can say', () => {
  it('has a word for every action, outcome and state', () => {
    expect(Object.keys(actionWords.zh).sort()).toEqual([...actions()].sort());
    expect(Object.keys(outcomeWords.zh).sort()).toEqual([...outcomes].sort());
    expect(Object.keys(states.zh).sort()).toEqual([...projectStates].sort());
  });
});
