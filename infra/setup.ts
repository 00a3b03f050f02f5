/**
 * `npm run setup -- [--env test] [--lang en]`: asks what a deployment needs to know and writes it into the settings file,
 * which every other command reads. What stands there already is offered again.
 *
 *   --set name=value   sets one setting and asks nothing; `name=` takes it away; may be repeated
 *   --answers '{…}'    the same with several, as JSON
 */
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { type Lang, say } from '../shared/values/language.ts';
import { root } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { type Given, type Question, questions, written } from './commands/questions.ts';
import { telling } from './commands/telling.ts';
import { openTerminal, type Terminal } from './commands/terminal.ts';
import { UsageError } from './commands/usage-error.ts';
import { chosenEnvironment, fields, readSettings } from './config.ts';
import { changeSettingsFile, readSettingsFile, settingsFileOf, settingsFileSchema } from './settings-file.ts';

const usage =
  'npm run setup -- [--env test] [--set name=value]… [--answers JSON] [--folder FOLDER] [--lang en]';
const { values: options } = readArguments(usage, {
  options: {
    env: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
    set: { type: 'string', multiple: true, default: [] },
    answers: { type: 'string' },
    /** Where the file lies: this folder, unless told. */
    folder: { type: 'string', default: root },
  },
});
const lang: Lang = options.lang === 'en' ? 'en' : 'zh';

/** An empty answer takes the setting away. */
const fromText = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

const schema = z
  .object({ properties: z.record(z.string(), z.object({ type: z.unknown() })) })
  .parse(settingsFileSchema());

/** As JSON writes it in the file: numbers and yes or no are no texts. */
function asJson(name: string, value: unknown): unknown {
  const isNoText = ['integer', 'number', 'boolean'].includes(String(schema.properties[name]?.type));
  return isNoText && typeof value === 'string' && /^(true|false|\d+)$/.test(value)
    ? JSON.parse(value)
    : value;
}

function fromJson(text: string): Given {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw new UsageError(`--answers takes a JSON object, such as '{"contact":"…"}': ${text}`, {
      cause: error,
    });
  }
}

function fromFlags(): Given {
  const given = options.answers === undefined ? {} : fromJson(options.answers);
  const set = options.set.map((text): [string, unknown] => {
    const at = text.indexOf('=');
    // `--set contact` would take a setting away that somebody only forgot to say.
    if (at < 1) throw new UsageError(`--set takes name=value, and name= to take it away: ${text}`);
    return [text.slice(0, at), fromText(text.slice(at + 1))];
  });
  return { ...given, ...Object.fromEntries(set) };
}

/** Where the command's credentials point; nothing without credentials. */
async function ofCredentials(): Promise<Given> {
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  try {
    const { Account } = await new STSClient({ region: region ?? 'us-east-1' }).send(
      new GetCallerIdentityCommand(),
    );
    return { region, account: Account };
  } catch (error) {
    console.log(
      say({ zh: '（没有可用的 AWS 凭据：', en: '(There are no AWS credentials: ' }, lang) +
        `${error instanceof Error ? error.message : error})`,
    );
    return { region };
  }
}

async function askOne(terminal: Terminal, question: Question, given: Given): Promise<unknown> {
  const usual = given[question.name] ?? question.usual?.(given);
  for (;;) {
    const typed = await terminal.ask(
      `${say(question.words, lang)}${usual === undefined ? '' : ` [${usual}]`} `,
    );
    const answer = fromText(typed) ?? usual;
    const { error } = fields[question.name].safeParse(answer);
    if (!error) return answer;
    console.log(`  ${error.issues.map(({ message }) => message).join('; ')}`);
  }
}

async function fromPerson(before: Given): Promise<Given> {
  const terminal = openTerminal(lang);
  let given: Given = { ...(await ofCredentials()), ...before };
  for (const question of questions)
    if (question.when?.(given) ?? true)
      given = { ...given, [question.name]: await askOne(terminal, question, given) };
  terminal.close();
  return given;
}

await telling(async () => {
  const environment = chosenEnvironment({ environment: options.env }, {});
  const path = settingsFileOf(join(options.folder, 'countersign.json'), environment);
  const before = readSettingsFile(path, undefined);
  const isTold = options.set.length > 0 || options.answers !== undefined;
  const answers = isTold ? fromFlags() : await fromPerson(before.settings);
  for (const name of Object.keys(answers))
    if (!(name in fields || name in before.settings))
      throw new UsageError(`${name} in ${before.name} is no setting`);
  const settings = Object.fromEntries(
    Object.entries(written({ ...before.settings, ...answers }))
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, asJson(name, value)]),
  );
  // Whoever reads it next must not be the first to find out what does not hold.
  readSettings({ environment }, {}, { ...before, settings });
  const gone = Object.keys(before.settings).filter((name) => !(name in settings));
  changeSettingsFile(path, { ...Object.fromEntries(gone.map((name) => [name, undefined])), ...settings });
  const next = `npm run doctor${environment ? ` -- --env ${environment}` : ''}`;
  console.log(say({ zh: `已写入 ${path}。接下来：${next}`, en: `Written to ${path}. Next: ${next}` }, lang));
  return 0;
});
