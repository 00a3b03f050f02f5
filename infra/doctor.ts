/**
 * `npm run doctor -- [--env test] [--lang en]`: says before and after deploying what is missing, each with the exact
 * records and commands. It changes nothing. It ends with 1 where something is missing.
 *
 * Where the settings file has a section `server`, it looks at this server in place of AWS, unless `--aws` is given. With
 * `--mail-to somebody@office.example` it sends a mail there by the mail server of the settings.
 */
import { join, resolve } from 'node:path';
import { say } from '../shared/values/language.ts';
import { openSettings, root } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { askFacts } from './commands/doctor/ask.ts';
import { checks } from './commands/doctor/checks.ts';
import { type Check, judge, notAnswered, type Trouble } from './commands/doctor/judge.ts';
import { serverChecks } from './commands/doctor/server-checks.ts';
import { askServer } from './commands/doctor/server-facts.ts';
import { telling } from './commands/telling.ts';
import { readServeSettings } from './local/serve/settings-file.ts';
import { holdsServer } from './settings-file.ts';

const usage =
  'npm run doctor -- [--env test | --settings countersign.json] [--aws] [--mail-to MAILBOX] [--lang en]';
const { values: options } = readArguments(usage, {
  options: {
    env: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
    /** The file of one server, as `npm run serve` has it. */
    settings: { type: 'string' },
    aws: { type: 'boolean', default: false },
    'mail-to': { type: 'string' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';
const mailTo = options['mail-to'];

await telling(async () => {
  const file = resolve(options.settings ?? join(root, 'countersign.json'));
  // A file that was named is a server's: where its name was mistyped, AWS is not what was meant.
  const isServer = options.settings !== undefined || (options.env === undefined && holdsServer(file));
  if (!options.aws && isServer) {
    const facts = await askServer(() => readServeSettings(file), new Date(), mailTo);
    // What does not hold is mended first; nothing else was asked.
    return judgeAll(facts.problems.length > 0 ? serverChecks.slice(0, 1) : serverChecks, facts);
  }
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  return judgeAll(checks, await askFacts(settings, new Date(), mailTo));
});

/** Tells of all checks. @returns the exit code */
function judgeAll<Facts extends object>(all: readonly Check<Facts>[], facts: Facts): number {
  for (const [reason, names] of notAnswered(facts))
    console.log(
      say(
        {
          zh: `问不到 ${names.join('、')}：${reason}`,
          en: `Could not be asked: ${names.join(', ')}. ${reason}`,
        },
        lang,
      ),
    );
  const judged = all.map((check) => [check.title, judge(check, facts)] as const);
  for (const [title, verdict] of judged) tell(say(title, lang), verdict);
  return judged.some(([, verdict]) => verdict !== 'ok') ? 1 : 0;
}

function tell(title: string, verdict: 'ok' | 'unknown' | Trouble): void {
  if (verdict === 'ok') console.log(`✓  ${title}`);
  else if (verdict === 'unknown') console.log(`?  ${title}`);
  else
    console.log(
      [`✗  ${title}${lang === 'zh' ? '：' : ': '}${say(verdict.words, lang)}`, ...verdict.steps].join(
        '\n       ',
      ),
    );
}
