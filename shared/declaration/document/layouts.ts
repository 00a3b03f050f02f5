import { type Layout, plainLayout } from '../../document/layout.ts';
import type { Form } from '../../forms/form.ts';
import { declarationLayout } from './layout.ts';

/** Forms with a wording of their own; every other form has a document without a line of code. */
const layouts: Readonly<Record<string, Layout>> = { 'project-declaration': declarationLayout };

export const layoutOf = ({ definition }: Form): Layout => layouts[definition.id] ?? plainLayout;
