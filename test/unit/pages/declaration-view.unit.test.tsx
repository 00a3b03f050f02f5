import { expect, it } from '@jest/globals';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ProjectPage, type ProjectPageProps } from '../../../functions/projects/pages/project-page.tsx';
import type { ProjectView } from '../../../shared/contract/views.ts';
import { definition } from '../../../shared/declaration/definition.ts';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { textOf } from './markup.ts';
import { projectPages } from './samples/project-pages.tsx';

const [report, quote] = [aFile('可行性报告.pdf'), aFile('横幅报价单.pdf')];
const [line, ...lines] = aDeclaration().plan;
const declaration = {
  ...aDeclaration(),
  plan: [{ ...line, files: [quote] }, ...lines],
  attachments: [report],
};
const facts = ({ size, sha256 }: typeof quote): string => `${size} 字节 · ${sha256.slice(0, 8)}`;

it('names the files of a declaration and of its rows, with size and the first digits of the hash', () => {
  const html = renderToString(
    <DeclarationView lang="zh" definition={definition} declaration={declaration} />,
  );
  expect(textOf(html)).toContain(`可行性报告.pdf ${facts(report)}`);
  expect(textOf(html)).toContain(`横幅报价单.pdf ${facts(quote)}`);
  expect(html).not.toContain('<a ');
});

it('leads to each that its reader can read', () => {
  const html = renderToString(
    <DeclarationView
      lang="en"
      definition={definition}
      declaration={declaration}
      files={{
        base: '/x',
        standings: new Map([[attachmentIdOf(report), { status: 'uploaded', reason: null }]]),
      }}
    />,
  );
  const href = `/x/${attachmentIdOf(quote)}`;
  expect([...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    href,
    `${href}?preview=1`,
  ]);
  expect(textOf(html)).toContain('Being scanned');
});

it('says of rows nothing about files where they have none', () => {
  const html = renderToString(
    <DeclarationView lang="zh" definition={definition} declaration={aDeclaration()} />,
  );
  expect(html.match(/附件/g)).toHaveLength(1);
});

it('is copied for next year without its files, which is said where there are some', () => {
  const [page] = projectPages('zh').project ?? [];
  const { project, ...props } = (page as VNode<ProjectPageProps>).props;
  const copied = (of: ProjectView['declaration']) =>
    textOf(renderToString(<ProjectPage {...props} project={{ ...project, declaration: of }} copies />));
  expect(copied(declaration)).toContain('附件不随之复制，请在新的申报中重新上传。');
  expect(copied({ ...aDeclaration() })).not.toContain('附件不随之复制');
});
