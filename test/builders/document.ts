import { layoutOf } from '../../shared/declaration/document/layouts.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import type { DocumentSource } from '../../shared/document/make-document.ts';
import { digest } from '../../shared/history/digest.ts';
import { aDeclaration } from './declaration.ts';

/** What the official document of the sample declaration is made of, with what a test wants different. */
export function aDocumentSource(
  changes: Partial<Omit<DocumentSource, 'project'>> & { project?: Partial<DocumentSource['project']> } = {},
): DocumentSource {
  const { project, ...rest } = changes;
  const declaration = rest.declaration ?? aDeclaration();
  return {
    form,
    layout: layoutOf(rest.form ?? form),
    declaration,
    contentHash: digest(declaration),
    decisions: [],
    submitted: { by: '经办人甲（示例）', at: '2021-03-01T02:32:05.000Z' },
    baseUrl: 'https://countersign.example',
    ...rest,
    project: {
      id: '2021-7K3M-9QXD',
      unitName: '昆明市呈贡区应急管理局',
      state: 'in-review',
      stage: 'finance-review',
      revision: 1,
      savedAt: '2021-03-01T02:32:05.000Z',
      requestedFen: 31_500_000,
      approvedFen: null,
      ...project,
    },
  };
}
