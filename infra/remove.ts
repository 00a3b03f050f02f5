/**
 * `npm run remove -- [--env test] [--lang en]`: says what removing a deployment does and what stays, asks for the stack's
 * name, then removes both stacks, and `protected` from the settings file. `--yes <stack>` answers for a script.
 */
import { join } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { say } from '../shared/values/language.ts';
import { openSettings, root, runCdk } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { askStack } from './commands/doctor/ask.ts';
import { stackNames } from './commands/doctor/checks.ts';
import { foundIn } from './commands/doctor/facts.ts';
import { forgetProtection, removalTold } from './commands/removal.ts';
import { telling } from './commands/telling.ts';
import { openTerminal } from './commands/terminal.ts';
import { settingsFileOf } from './settings-file.ts';

const usage = 'npm run remove -- [--env test] [--lang en] [--yes STACK]';
const { values: options } = readArguments(usage, {
  options: { env: { type: 'string' }, lang: { type: 'string', default: 'zh' }, yes: { type: 'string' } },
});
const lang = options.lang === 'en' ? 'en' : 'zh';

async function confirmed(storage: string): Promise<boolean> {
  if (options.yes !== undefined) return options.yes === storage;
  const terminal = openTerminal(lang);
  const typed = await terminal.ask(
    say({ zh: `确定要删除，请输入 ${storage}：`, en: `To remove it, type ${storage}: ` }, lang),
  );
  terminal.close();
  return typed.trim() === storage;
}

await telling(async () => {
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const { storage, service } = stackNames(settings);
  console.log(say(removalTold(settings), lang));
  if (!(await confirmed(storage))) {
    console.log(say({ zh: '什么也没有删除。', en: 'Nothing was removed.' }, lang));
    return 1;
  }
  const client = new CloudFormationClient();
  for (const StackName of [service, storage])
    if (foundIn(await askStack(StackName)))
      await client.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
  const code = await runCdk(options.env, ['destroy', '--all', '--force']);
  if (code === 0) forgetProtection(settingsFileOf(join(root, 'countersign.json'), options.env));
  return code;
});
