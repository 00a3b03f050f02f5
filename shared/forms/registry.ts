import type { Form } from './form.ts';

const loaded = new Map<string, Promise<Form>>();

/**
 * The form of a name. One file in `definitions/` is all that a form needs: the bundler turns the pattern below into
 * the list of these files, and a definition is evaluated only when it is asked for.
 * @throws where there is no such file: callers pass names from the deployment's list of forms or from a record.
 */
export function loadForm(id: string): Promise<Form> {
  const known = loaded.get(id);
  if (known) return known;
  const form = import(`./definitions/${id}.ts`).then((module: { form: Form }) => module.form);
  loaded.set(id, form);
  return form;
}
