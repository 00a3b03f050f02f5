import type { StagedForm } from '../workflow/staged-form.ts';

const loaded = new Map<string, Promise<StagedForm>>();

function load(file: string): Promise<StagedForm> {
  const known = loaded.get(file);
  if (known) return known;
  const form = import(`./forms/${file}.ts`).then((module: { form: StagedForm }) => module.form);
  loaded.set(file, form);
  return form;
}

/**
 * The form of a name. One file in `forms/` is all that a form needs: the bundler turns the pattern above into
 * the list of these files, and a definition is evaluated only when it is asked for.
 * @throws where there is no such file: callers pass names from the deployment's list of forms or from a record.
 */
export const loadForm = (id: string): Promise<StagedForm> => load(id);

/**
 * The form that a record was made with. A definition that changes leaves its earlier version as `<id>.v<version>.ts`,
 * for ever: what was submitted is shown, checked and decided by the version it was submitted with. A draft moves on
 * to the newest.
 */
export async function formOfRecord(record: {
  readonly form: string;
  readonly formVersion: number;
  readonly flow: { readonly state: string };
}): Promise<StagedForm> {
  const newest = await load(record.form);
  const isDraft = record.flow.state === 'draft' || record.flow.state === 'returned';
  if (isDraft || record.formVersion === newest.definition.version) return newest;
  return load(`${record.form}.v${record.formVersion}`);
}
