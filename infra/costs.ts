/**
 * `npm run costs [-- --lang en]`: what the template in `cdk.out` costs offices of three sizes, by list prices and measured
 * units (`infra/costs/`). After `npm run synth` that is the template of one's own settings. With `--write` it writes both
 * READMEs, which hold the figures of the default settings.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { say, type Words } from '../shared/values/language.ts';
import { readArguments } from './commands/command-line.ts';
import { telling } from './commands/telling.ts';
import { centsOfProject, costTable } from './costs/table.ts';

const root = resolve(import.meta.dirname, '..');
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

const { values } = readArguments('npm run costs -- [--lang en] [--write]', {
  options: { lang: { type: 'string', default: 'zh' }, write: { type: 'boolean', default: false } },
});

function resourcesOf(stack: string) {
  const file = join(root, 'cdk.out', `${stack}.template.json`);
  const { Resources } = template.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(Resources).map(([id, { Type: type, Properties: properties }]) => ({
    ...{ id, type, properties },
  }));
}

await telling(async () => {
  const resources = ['CountersignStorage', 'CountersignService'].flatMap(resourcesOf);
  const lang = values.lang === 'en' ? 'en' : 'zh';
  const cents = centsOfProject(resources);
  const ofProject: Words = {
    zh: `一个办结的项目：${cents} 美分`,
    en: `An approved project: ${cents} US cents`,
  };
  console.log(`${costTable(resources, lang)}\n\n${say(ofProject, lang)}`);
  if (!values.write) return 0;
  for (const [guide, lang] of [
    ['README.md', 'en'],
    ['README.zh-CN.md', 'zh'],
  ] as const) {
    const file = join(root, guide);
    const text = readFileSync(file, 'utf8');
    const marked = /(<!-- npm run costs -->\n)[\s\S]*?(<!-- -->)/;
    writeFileSync(
      file,
      text.replace(marked, (_, begin, end) => `${begin}${costTable(resources, lang)}\n${end}`),
    );
  }
  return 0;
});
