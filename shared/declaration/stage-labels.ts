import type { Lang } from '../values/language.ts';
import { loadForm } from './registry.ts';

/** A label for every stage of some forms; a stage that is not theirs has its id. */
export async function stageLabels(forms: readonly string[]): Promise<(id: string, lang: Lang) => string> {
  const stages = (await Promise.all(forms.map(loadForm))).flatMap((form) => form.stages);
  return (id, lang) => stages.find((stage) => stage.id === id)?.label[lang] ?? id;
}
