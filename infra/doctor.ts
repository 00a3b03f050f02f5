/**
 * `npm run doctor -- [--env test] [--lang en]`: says before and after deploying what is missing, each with the exact
 * records and commands. It changes nothing. It ends with 1 where something is missing.
 */
import { parseArgs } from 'node:util';
import { say } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { askFacts } from './commands/doctor/ask.ts';
import { checks, judge, notAnswered } from './commands/doctor/checks.ts';
import { telling } from './commands/telling.ts';

const { values: options } = parseArgs({
  options: { env: { type: 'string' }, lang: { type: 'string', default: 'zh' } },
});
const lang = options.lang === 'en' ? 'en' : 'zh';

await telling(async () => {
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const facts = await askFacts(settings, new Date());
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
  const judged = checks.map((check) => [check.title, judge(check, facts)] as const);
  for (const [title, verdict] of judged) tell(say(title, lang), verdict);
  return judged.some(([, verdict]) => verdict !== 'ok') ? 1 : 0;
});

function tell(title: string, verdict: ReturnType<typeof judge>): void {
  if (verdict === 'ok') console.log(`✓  ${title}`);
  else if (verdict === 'unknown') console.log(`?  ${title}`);
  else
    console.log(
      [`✗  ${title}${lang === 'zh' ? '：' : ': '}${say(verdict.words, lang)}`, ...verdict.steps].join(
        '\n       ',
      ),
    );
}
