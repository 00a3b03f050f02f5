import type { Lang } from '../../shared/values/language.ts';
import { type Estimate, estimate, type Office, offices, ofProject } from './estimate.ts';
import { AS_OF } from './prices.ts';
import type { Billed } from './resources.ts';

type Part = Exclude<keyof Estimate, 'alarmMetrics' | 'customMetrics'>;

const labels: Readonly<Record<Lang, (of: Estimate) => readonly (readonly [Part, string])[]>> = {
  zh: ({ alarmMetrics, customMetrics }) => [
    ['alarms', `报警（${alarmMetrics} 个指标）`],
    ['metrics', `自有指标（至多 ${customMetrics} 个，按有数据的小时计）`],
    ['dashboards', '仪表板'],
    ['keys', '签名密钥'],
    ['clock', '定时运行：每分钟巡查、每小时检查点'],
    ['projects', '项目办理'],
    ['pages', '人员打开的页面'],
    ['storage', '存储：十年的项目和检查点，可按时刻恢复'],
    ['files', '附件：每个项目三个 2 MB 的文件，各打开四次，保存十年'],
    ['total', '**合计**'],
    ['free', '其中账号免费额度内（未作他用时）'],
  ],
  en: ({ alarmMetrics, customMetrics }) => [
    ['alarms', `Alarms (${alarmMetrics} metrics)`],
    ['metrics', `Metrics of its own (${customMetrics} at most, billed for the hours in which they count)`],
    ['dashboards', 'Dashboard'],
    ['keys', 'Signing key'],
    ['clock', 'What runs by the clock: sweep each minute, checkpoint each hour'],
    ['projects', 'Projects'],
    ['pages', 'Pages that people open'],
    ['storage', 'Storage: projects and checkpoints of ten years, with recovery'],
    ['files', 'Attachments: three files of 2 MB a project, each opened four times, kept ten years'],
    ['total', '**Together**'],
    ['free', 'Of it free in an account that uses nothing else'],
  ],
};

const heading: Readonly<Record<Lang, { month: string; office: (of: Office) => string }>> = {
  zh: {
    month: `每月，美元（us-east-1，${AS_OF}）`,
    office: ({ projectsAYear, people }) =>
      `每年 ${projectsAYear.toLocaleString('en')} 个项目、${people.toLocaleString('en')} 人`,
  },
  en: {
    month: `US$ a month (us-east-1, ${AS_OF})`,
    office: ({ projectsAYear, people }) =>
      `${projectsAYear.toLocaleString('en')} projects a year, ${people.toLocaleString('en')} people`,
  },
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The costs of three offices as a table of Markdown. @throws Error as `estimate` */
export function costTable(resources: readonly Billed[], lang: Lang): string {
  const all = offices.map((office) => estimate(resources, office));
  const [first] = all;
  if (!first) throw new Error('There is no office');
  const { month, office } = heading[lang];
  return [
    row([month, ...offices.map(office)]),
    row(['---', ...offices.map(() => '---:')]),
    ...labels[lang](first).map(([part, label]) => row([label, ...all.map((one) => one[part].toFixed(2))])),
  ].join('\n');
}

/** US cents of one approved project, to two digits. */
export const centsOfProject = (resources: readonly Billed[]): string =>
  (100 * ofProject(resources)).toFixed(2);
