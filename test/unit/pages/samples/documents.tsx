import type { VNode } from 'preact';
import { AboutPage, aboutTitle } from '../../../../functions/static/pages/about-page.tsx';
import { problemCodes } from '../../../../shared/contract/problem-codes.ts';
import { ProblemPage } from '../../../../shared/pages/problem-page.tsx';
import { type Frame, renderPage } from '../../../../shared/pages/render.tsx';
import type { Lang } from '../../../../shared/values/language.ts';
import { attachmentsPages } from './attachments-pages.tsx';
import { decisionPages } from './decision-pages.tsx';
import { directoryPages } from './directory-pages.tsx';
import { formPages } from './form-pages.tsx';
import { historyPages } from './history-pages.tsx';
import { listPages } from './list-pages.tsx';
import { mePages } from './me-pages.tsx';
import { overviewPages } from './overview-pages.tsx';
import type { Page } from './project.ts';
import { projectPages } from './project-pages.tsx';
import { settingsPages } from './settings-pages.tsx';

/** One page of every kind, as the functions would render it, in either language. */
const pages = (lang: Lang): Readonly<Record<string, Page>> => ({
  ...formPages(lang),
  ...projectPages(lang),
  ...attachmentsPages(lang),
  ...listPages(lang),
  ...decisionPages(lang),
  ...historyPages(lang),
  ...overviewPages(lang),
  ...settingsPages(lang),
  ...directoryPages(lang),
  ...mePages(lang),
  about: [<AboutPage key="about" lang={lang} />, { title: aboutTitle(lang), path: '/about' }],
  'decision-other-person': [
    <ProblemPage
      key="other-person"
      lang={lang}
      status={403}
      code="other-person"
      title={lang === 'zh' ? '此链接属于另一位工作人员' : 'This link belongs to another person'}
      detail={
        lang === 'zh'
          ? '现在登录的是 审批人戊（示例）（a**@countersign.example）。如果链接是发给您的，请先退出此登录，再打开链接。'
          : 'Signed in here is 审批人戊（示例） (a**@countersign.example). If the link was sent to you, sign out first and open it then.'
      }
      signOutTo="/decisions/the-token-of-the-link"
    />,
    { title: '此链接属于另一位工作人员', path: '/decisions/the-token-of-the-link' },
  ],
  problem: [
    <ProblemPage lang={lang} status={404} code="not-found" title="没有这一页" />,
    { title: '没有这一页', path: '/nowhere' },
  ],
  'problem-refused': [
    <ProblemPage
      lang={lang}
      status={409}
      code="already-objected"
      title={problemCodes['already-objected'].title[lang]}
      isPosted
      written={['核减的三项都是已经签订合同的支出。\n合同编号见附件，请予复核。']}
    />,
    { title: problemCodes['already-objected'].title[lang], path: '/projects/2021-7K3M-9QXD' },
  ],
  'problem-held': [
    <ProblemPage
      lang={lang}
      status={503}
      code="storage-unavailable"
      title={problemCodes['storage-unavailable'].title[lang]}
      isPosted
      again={{
        action: '/settings',
        fields: [
          ['idempotencyKey', 'key-2'],
          ['contact', '甲'],
        ],
      }}
    />,
    { title: problemCodes['storage-unavailable'].title[lang], path: '/settings' },
  ],
  'problem-signed-out': [
    <ProblemPage
      lang={lang}
      status={401}
      code="unauthenticated"
      title={problemCodes.unauthenticated.title[lang]}
      signInHref="/sign-in?returnTo=%2Fprojects%2F2021-7K3M-9QXD"
      again={{
        action: '/projects/2021-7K3M-9QXD',
        fields: [
          ['idempotencyKey', 'key-1'],
          ['overview', '甲\n乙'],
        ],
      }}
    />,
    { title: problemCodes.unauthenticated.title[lang], path: '/projects/2021-7K3M-9QXD' },
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
