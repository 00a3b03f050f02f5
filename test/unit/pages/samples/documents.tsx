import type { VNode } from 'preact';
import { ProblemPage } from '../../../../shared/pages/problem-page.tsx';
import { type Frame, renderPage } from '../../../../shared/pages/render.tsx';
import type { Lang } from '../../../../shared/values/language.ts';
import { decisionPages } from './decision-pages.tsx';
import { directoryPages } from './directory-pages.tsx';
import { formPages } from './form-pages.tsx';
import { historyPages } from './history-pages.tsx';
import { overviewPages } from './overview-pages.tsx';
import type { Page } from './project.ts';
import { projectPages } from './project-pages.tsx';
import { settingsPages } from './settings-pages.tsx';

/** One page of every kind, as the functions would render it, in either language. */
const pages = (lang: Lang): Readonly<Record<string, Page>> => ({
  ...formPages(lang),
  ...projectPages(lang),
  ...decisionPages(lang),
  ...historyPages(lang),
  ...overviewPages(lang),
  ...settingsPages(lang),
  ...directoryPages(lang),
  problem: [
    <ProblemPage lang={lang} status={404} code="not-found" title="没有这一页" />,
    { title: '没有这一页', path: '/nowhere' },
  ],
});

/** Every page as a document, by name. */
export const documentsIn = (lang: Lang): [name: string, html: string][] =>
  Object.entries(pages(lang)).map(([name, [content, frame]]) => [
    name,
    renderPage(content, { lang, ...frame }),
  ]);

export const asDocument = (content: VNode, more: Partial<Frame> = {}): string =>
  renderPage(content, { lang: 'zh', title: '测试', path: '/', ...more });
